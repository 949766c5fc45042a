package io.sluice.parquet.file;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * The few blocks through which files are copied. Copying runs ahead of the digests until all are
 * lent, so that it waits for them only where they are slower all the time.
 */
final class CopyBlocks {
  private static final int BLOCKS = 16;
  private static final int BLOCK_BYTES = 256 << 10;

  private final Queue<Lent> lent = new ArrayDeque<>();

  private record Lent(ByteBuffer block, CompletableFuture<Void> returned) {}

  /** An empty one; waits for the one that was lent first where there are no more. */
  ByteBuffer take() {
    if (lent.size() < BLOCKS) {
      return ByteBuffer.allocate(BLOCK_BYTES);
    }
    Lent oldest = lent.remove();
    oldest.returned.join();
    return oldest.block.clear();
  }

  /** It may be taken again once the work is done. */
  void lend(ByteBuffer block, CompletableFuture<Void> work) {
    lent.add(new Lent(block, work));
  }
}

package io.sluice.parquet.encode;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.ArrowBuf;

/** Encoded pages one behind the other, in blocks of a {@link BlockPool}. */
final class PageStore implements AutoCloseable {
  private final BlockPool pool;
  private final List<ArrowBuf> blocks = new ArrayList<>();
  private long size;

  PageStore(BlockPool pool) {
    this.pool = pool;
  }

  void append(ByteSink bytes) {
    int at = 0;
    while (at < bytes.size()) {
      if (blocks.isEmpty() || last().writableBytes() == 0) {
        blocks.add(pool.take());
      }
      int length = (int) Math.min(bytes.size() - at, last().writableBytes());
      last().writeBytes(bytes.array(), at, length);
      at += length;
    }
    size += bytes.size();
  }

  private ArrowBuf last() {
    return blocks.get(blocks.size() - 1);
  }

  long size() {
    return size;
  }

  void forEach(Consumer<ByteBuffer> consumer) {
    blocks.forEach(block -> consumer.accept(block.nioBuffer(0, (int) block.writerIndex())));
  }

  /** Gives the blocks back. */
  @Override
  public void close() {
    blocks.forEach(pool::giveBack);
    blocks.clear();
  }
}

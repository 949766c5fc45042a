package io.sluice.parquet;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Keeps all rewrites together under one limit: so many are let in as have a share of it, and their
 * readers are held back while more than the limit is taken. The hold is bounded, because what is
 * taken may be needed to go on.
 */
final class MemoryBudget {
  private static final long SHARE = 256L << 20;
  private static final long STEP = Duration.ofMillis(2).toNanos();
  private static final int STEPS = 500;
  private static final long PATIENCE_MILLIS = 100;

  private final long limit;
  private final LongSupplier taken;
  private final Semaphore shares;

  /**
   * @param taken bytes off the heap, on Arrow's both sides
   */
  MemoryBudget(long limit, LongSupplier taken) {
    this.limit = limit;
    this.taken = taken;
    this.shares = new Semaphore((int) Math.max(1, limit / SHARE), true);
  }

  /** Waits for a share; gives up where the merge is cancelled. */
  void admit(Cancellation cancellation) {
    try {
      while (!shares.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        cancellation.check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancellation.cancel();
      cancellation.check();
    }
  }

  void giveBack() {
    shares.release();
  }

  /** Holds a reader back while too much is taken, for a second at most. */
  void hold() {
    for (int step = 0; step < STEPS && taken.getAsLong() > limit; step++) {
      LockSupport.parkNanos(STEP);
    }
  }
}

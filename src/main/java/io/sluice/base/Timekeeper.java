package io.sluice.base;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.time.Instant;

/** Where time and scheduling come from, so that races and expiries are tested without either. */
public interface Timekeeper {

  /** The wall clock, in whole milliseconds. */
  Instant now();

  /** A monotonic clock in nanoseconds, for durations and rates. */
  long nanoTime();

  /** Completes after the delay; cancelling the subscription cancels the wait. Never blocks. */
  Uni<Void> sleep(Duration delay);

  /** Runs the task again and again, the first time after one period, until cancelled. */
  Cancellable every(Duration period, Runnable task);
}

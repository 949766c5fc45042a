package io.sluice.storage;

import io.sluice.base.Timekeeper;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Bounds a whole exchange. The Web Client's own timeout ends when the answer begins, and its idle
 * timeout never meets a server that sends one byte at a time.
 */
final class TimeLimit {
  private final Duration limit;
  private final Timekeeper timekeeper;

  TimeLimit(Duration limit, Timekeeper timekeeper) {
    this.limit = limit;
    this.timekeeper = timekeeper;
  }

  /** Milliseconds, as the Web Client wants them. */
  long millis() {
    return Math.max(1, limit.toMillis());
  }

  /** Fails with a TimeoutException where the exchange has not ended in time. */
  <T> Uni<T> on(Uni<T> exchange) {
    Uni<T> over =
        timekeeper
            .sleep(limit)
            .chain(() -> Uni.createFrom().failure(new TimeoutException("took over " + limit)));
    return Uni.combine().any().of(exchange, over);
  }
}

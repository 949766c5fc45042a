package io.sluice.storage.wire;

import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The waits of one request: what Retry-After says, else doubling from the first up to the longest,
 * each shortened by up to half of it at random so that many exports do not try in step.
 */
final class RetryAfterBackoff implements CustomBackoffStrategy {
  private final long longest;
  private long next;

  RetryAfterBackoff(Duration initial, Duration max) {
    this.next = Math.max(1, initial.toMillis());
    this.longest = Math.max(1, max.toMillis());
  }

  @Override
  public long nextDelayInMillis(Throwable failure) {
    long wait = Math.min(next, longest);
    next = Math.min(longest, next * 2);
    long spread = ThreadLocalRandom.current().nextLong(wait / 2 + 1);
    return retryAfter(failure).map(asked -> asked.toMillis() + spread / 4).orElse(wait - spread);
  }

  private static Optional<Duration> retryAfter(Throwable failure) {
    return failure instanceof RetryableFailure retryable
        ? retryable.failure().retryAfter()
        : Optional.empty();
  }
}

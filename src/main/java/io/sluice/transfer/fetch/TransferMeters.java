package io.sluice.transfer.fetch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import java.util.stream.Stream;

/** What transfers count of themselves; {@code deploy/metrics.md} says what each figure means. */
final class TransferMeters {
  private static final Counter BYTES =
      Counter.builder("sluice.transfer.bytes")
          .baseUnit("bytes")
          .description("Bytes of slices that arrived, those that had to come twice included")
          .register(Metrics.globalRegistry);

  // A counter that is there from the beginning shows its first step too.
  static {
    Stream.of(ErrorCode.values())
        .filter(ErrorCode::retryable)
        .forEach(code -> Metrics.counter("sluice.transfer.retries", "cause", code.slug()));
    Stream.of("success", "failure")
        .forEach(outcome -> Metrics.counter("sluice.transfer.slices", "outcome", outcome));
  }

  private TransferMeters() {}

  static void received(int bytes) {
    BYTES.increment(bytes);
  }

  /** A slice lies complete under its name, or has been given up. */
  static void slice(String outcome) {
    Metrics.counter("sluice.transfer.slices", "outcome", outcome).increment();
  }

  /** A slice is tried again. */
  static void retried(Throwable failure) {
    String cause = failure instanceof SluiceException known ? known.code().slug() : "internal";
    Metrics.counter("sluice.transfer.retries", "cause", cause).increment();
  }
}

package io.sluice.storage.wire;

import io.micrometer.core.instrument.Metrics;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What requests count of themselves; {@code deploy/metrics.md} says what each figure means. */
final class StorageMeters {

  // A counter that is there from the beginning shows its first step too.
  static {
    Stream.of(ErrorCode.values())
        .filter(ErrorCode::retryable)
        .forEach(code -> Metrics.counter("sluice.storage.retries", "cause", code.slug()));
  }

  private StorageMeters() {}

  /** Takes the time of one attempt from its subscription to its answer. */
  static <T> Uni<T> timed(StorageRequest request, Uni<T> attempt) {
    return Uni.createFrom()
        .deferred(
            () -> {
              long start = System.nanoTime();
              return attempt
                  .onItem()
                  .invoke(() -> record(request, "success", start))
                  .onFailure()
                  .invoke(failure -> record(request, cause(failure), start));
            });
  }

  /** A request is made again. */
  static void retried(Throwable failure) {
    Metrics.counter("sluice.storage.retries", "cause", cause(failure)).increment();
  }

  private static void record(StorageRequest request, String outcome, long start) {
    Metrics.timer("sluice.storage.request", "operation", operation(request), "outcome", outcome)
        .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
  }

  /** What is asked for, without any id: {@code export}, {@code jobs}, {@code files}, … */
  static String operation(StorageRequest request) {
    List<String> segments = request.path().segments();
    if (segments.get(segments.size() - 1).equals("export-async")) {
      return "export";
    }
    return segments.get(0).equals("branch") ? segments.get(2) : segments.get(0);
  }

  private static String cause(Throwable failure) {
    if (failure instanceof RetryableFailure retryable) {
      return retryable.failure().code().slug();
    }
    return failure instanceof SluiceException known ? known.code().slug() : "internal";
  }
}

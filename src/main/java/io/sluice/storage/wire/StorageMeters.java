package io.sluice.storage.wire;

import io.micrometer.core.instrument.Metrics;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.smallrye.mutiny.Uni;
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
    String path = request.path().replaceFirst("\\?.*$", "").replaceFirst("^/branch/[^/]+", "");
    return path.endsWith("/export-async") ? "export" : path.replaceFirst("^/([^/]+).*$", "$1");
  }

  private static String cause(Throwable failure) {
    if (failure instanceof RetryableFailure retryable) {
      return retryable.failure().code().slug();
    }
    return failure instanceof SluiceException known ? known.code().slug() : "internal";
  }
}

package io.sluice.parquet.merge;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.sluice.parquet.MergeResult;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What merges count of themselves; {@code deploy/metrics.md} says what each figure means. */
final class MergeMeters {

  private MergeMeters() {}

  /** Shows the native memory that merges hold, which no figure of the JVM contains. */
  static void show(LongSupplier nativeMemory) {
    Gauge.builder("sluice.memory.arrow", nativeMemory::getAsLong)
        .baseUnit("bytes")
        .description("Native memory that Arrow holds")
        .register(Metrics.globalRegistry);
  }

  static void made(MergeResult result, long start) {
    timer(result.merge().name().toLowerCase(Locale.ROOT), "success", start);
    Metrics.counter("sluice.merge.rows").increment((double) result.rows());
  }

  static void failed(String outcome, long start) {
    timer("none", outcome, start);
  }

  private static void timer(String merge, String outcome, long start) {
    Metrics.timer("sluice.merge", "merge", merge, "outcome", outcome)
        .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
  }
}

package io.sluice.export.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.sluice.base.ErrorCode;
import io.sluice.export.model.Export;
import io.sluice.export.model.Export.Phase;
import io.sluice.export.model.ExportState.Failed;
import io.sluice.export.model.ExportState.Kind;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What exports count of themselves; {@code deploy/metrics.md} says what each figure means. */
public final class ExportMeters {
  private ExportMeters() {}

  /** Shows how many of these are in each state. */
  public static void show(Collection<LiveExport> exports) {
    for (Kind state : Kind.underWay()) {
      Gauge.builder("sluice.exports", exports, all -> count(all, state))
          .tag("state", state.label())
          .description("Exports that have not ended")
          .register(Metrics.globalRegistry);
    }
    // Without this rate() would miss the first step of a series that was not there before.
    Stream.of(ErrorCode.values()).forEach(code -> endings(Kind.FAILED, Optional.of(code)));
    endings(Kind.SUCCEEDED, Optional.empty());
    endings(Kind.CANCELLED, Optional.empty());
    Gauge.builder("sluice.queue.length", exports, all -> count(all, Kind.QUEUED))
        .description("Exports that wait for a place among their project's jobs")
        .register(Metrics.globalRegistry);
  }

  /** Counts a phase that a durable transition has ended. */
  static void left(Phase left, Export after) {
    Timer.builder("sluice.export.phase")
        .tag("phase", left.state())
        .description("Time that exports spend in a state")
        .serviceLevelObjectives(
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30))
        .register(Metrics.globalRegistry)
        .record(Duration.between(left.at(), after.phase().at()));
    if (!after.active()) {
      ended(after);
    }
  }

  private static void ended(Export export) {
    Optional<ErrorCode> code =
        export.state() instanceof Failed failed
            ? Optional.of(failed.failure().code())
            : Optional.empty();
    endings(export.state().kind(), code).increment();
  }

  private static Counter endings(Kind state, Optional<ErrorCode> code) {
    return Metrics.counter(
        "sluice.exports.ended",
        "state",
        state.label(),
        "code",
        code.map(ErrorCode::slug).orElse(""),
        "blame",
        code.map(known -> known.blame().name().toLowerCase(Locale.ROOT)).orElse(""));
  }

  private static double count(Collection<LiveExport> exports, Kind state) {
    return (double) exports.stream().filter(export -> export.now().state().kind() == state).count();
  }
}

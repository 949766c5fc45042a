package io.sluice.cli;

import io.sluice.base.ErrorCode;
import io.sluice.base.UpstreamText;
import io.sluice.export.model.Export;
import io.sluice.export.model.Progress;
import io.sluice.export.model.Result;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Tells how far an export is: one line that is drawn over on a terminal, elsewhere a line for each
 * state and at most one in ten seconds.
 */
final class ProgressPrinter {
  private static final int WIDTH = 24;
  private static final int LONGEST = 4_000;
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final PrintStream stream;
  private final boolean quiet;
  private final boolean terminal;
  private String lastState = "";
  private Instant lastLine = Instant.EPOCH;
  private boolean open;

  ProgressPrinter(PrintStream stream, boolean quiet, boolean terminal) {
    this.stream = stream;
    this.quiet = quiet;
    this.terminal = terminal;
  }

  synchronized void show(Export export) {
    if (quiet || !export.active()) {
      return;
    }
    String state = export.state().label();
    if (terminal) {
      stream.print("\r\u001b[K" + line(state, export.progress()));
      stream.flush();
      open = true;
    } else if (!state.equals(lastState) || Instant.now().isAfter(lastLine.plus(BETWEEN_LINES))) {
      lastLine = Instant.now();
      stream.println(line(state, export.progress()).stripTrailing());
    }
    lastState = state;
  }

  synchronized void succeeded(Export export, Result result, Path output) {
    end();
    export.warnings().forEach(warning -> stream.println("Warning: " + printable(warning)));
    if (!quiet) {
      stream.printf(
          Locale.ROOT,
          "%s: %,d rows, %s, sha-256 %s%n",
          output,
          result.rows(),
          size(result.bytes()),
          result.sha256());
    }
  }

  synchronized void failed(ErrorCode code, String detail) {
    end();
    stream.println(code.title() + " (" + code.slug() + "): " + printable(detail));
  }

  synchronized void failed(Throwable failure) {
    end();
    stream.println("Unexpected: " + printable(failure.toString()));
  }

  /** What others said steers no terminal. */
  private static String printable(String text) {
    return UpstreamText.printable(text, LONGEST);
  }

  /** Leaves the line that is drawn over. */
  synchronized void end() {
    if (open) {
      stream.print("\r\u001b[K");
      open = false;
    }
  }

  static String line(String state, Progress progress) {
    StringJoiner parts = new StringJoiner(", ");
    if (progress.bytesDone() > 0) {
      parts.add(bytes(progress));
    }
    progress
        .slicesTotal()
        .ifPresent(total -> parts.add("slices " + progress.slicesDone() + "/" + total));
    progress.rowsDone().ifPresent(rows -> parts.add(String.format(Locale.ROOT, "%,d rows", rows)));
    progress.bytesPerSecond().ifPresent(rate -> parts.add(size(rate) + "/s"));
    progress.etaSeconds().ifPresent(seconds -> parts.add(seconds + " s left"));
    String bar =
        progress.bytesTotal().isPresent()
            ? bar(progress.bytesDone(), progress.bytesTotal().getAsLong())
            : "";
    return "%-12s".formatted(state) + bar + parts;
  }

  private static String bytes(Progress progress) {
    String done = size(progress.bytesDone());
    return progress.bytesTotal().isPresent()
        ? done + " of " + size(progress.bytesTotal().getAsLong())
        : done;
  }

  private static String bar(long done, long total) {
    int filled = total == 0 ? WIDTH : (int) Math.min(WIDTH, done * WIDTH / total);
    return "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] ";
  }

  private static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1000 && unit < 4) {
      value /= 1000;
      unit++;
    }
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
  }
}

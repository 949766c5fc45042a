package io.sluice.api.command;

import io.sluice.base.ErrorCode;
import io.sluice.export.Export;
import io.sluice.export.Progress;
import io.sluice.export.Result;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Tells how far an export is: one line that is drawn over on a terminal, elsewhere a line for each
 * state and at most one in ten seconds.
 */
final class ProgressPrinter {
  private static final int WIDTH = 24;
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
    export.warnings().forEach(warning -> stream.println("Warning: " + warning));
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
    stream.println(code.title() + " (" + code.slug() + "): " + detail);
  }

  synchronized void failed(Throwable failure) {
    end();
    stream.println("Unexpected: " + failure);
  }

  /** Leaves the line that is drawn over. */
  synchronized void end() {
    if (open) {
      stream.print("\r\u001b[K");
      open = false;
    }
  }

  static String line(String state, Progress progress) {
    StringBuilder line = new StringBuilder("%-12s".formatted(state));
    progress.bytesTotal().ifPresent(total -> line.append(bar(progress.bytesDone(), total)));
    if (progress.bytesDone() > 0) {
      line.append(size(progress.bytesDone()));
      progress.bytesTotal().ifPresent(total -> line.append(" of ").append(size(total)));
    }
    progress
        .slicesTotal()
        .ifPresent(
            total ->
                line.append(", slices ").append(progress.slicesDone()).append('/').append(total));
    progress.rowsDone().ifPresent(rows -> line.append(", %,d rows".formatted(rows)));
    progress.bytesPerSecond().ifPresent(rate -> line.append(", ").append(size(rate)).append("/s"));
    progress.etaSeconds().ifPresent(seconds -> line.append(", ").append(seconds).append(" s left"));
    return line.toString();
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

package io.sluice.parquet.scan;

/** What Arrow's native side said, made fit for a person. */
final class NativeMessage {
  private static final int SHOWN = 300;

  private NativeMessage() {}

  /** The first line, without the full stop, cut where it is long. */
  static String firstLine(Throwable failure) {
    String text = String.valueOf(failure.getMessage()).lines().findFirst().orElse("").strip();
    String line = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
  }
}

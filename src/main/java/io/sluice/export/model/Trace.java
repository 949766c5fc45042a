package io.sluice.export.model;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an export hangs in a distributed trace (W3C Trace Context); kept with it, so that it stays
 * in the same trace after a restart.
 *
 * @param id of the whole trace, 32 hexadecimal digits
 * @param span that asked for the export, 16 hexadecimal digits
 * @param flags 2 hexadecimal digits; the last bit says whether the trace is recorded
 */
@RegisterForReflection
public record Trace(String id, String span, String flags) {
  private static final Pattern HEADER =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?");

  /** What a {@code traceparent} header says; none where it is not one. */
  public static Optional<Trace> parse(String traceparent) {
    Matcher parts = HEADER.matcher(traceparent);
    return parts.matches()
        ? Optional.of(new Trace(parts.group(1), parts.group(2), parts.group(3)))
        : Optional.empty();
  }
}

package io.sluice.sandbox.storage;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Times as jobs and files show them: {@code 2026-01-01T12:00:00+0100}. */
final class Times {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssZ").withZone(ZoneId.of("Europe/Prague"));

  private Times() {}

  static String text(Instant instant) {
    return FORMAT.format(instant);
  }
}

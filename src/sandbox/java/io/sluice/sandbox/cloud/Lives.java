package io.sluice.sandbox.cloud;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How long what is lent is good (storage-api.md 9). */
public record Lives(Duration url, Duration credentials) {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");

  static String text(Instant instant) {
    return SECONDS.format(instant.atOffset(ZoneOffset.UTC));
  }
}

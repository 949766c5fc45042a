package io.sluice.export.model;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A point in time as callers write it: ISO-8601 ({@code 2026-11-01T00:00:00Z} or {@code
 * 2026-11-01}, which is its midnight in UTC), unix seconds, or relative such as {@code -2 days}.
 * The Storage API is always sent unix seconds (storage-api.md 1.1).
 */
public final class ChangeTime {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");
  private static final Pattern RELATIVE =
      Pattern.compile("-\\s*(\\d{1,6})\\s*(second|minute|hour|day|week|month|year)s?");

  private ChangeTime() {}

  /**
   * The instant that the text means at that moment; {@code invalid-request} where it means none.
   */
  public static Instant resolve(String text, Instant now) {
    String trimmed = text.trim().toLowerCase(Locale.ROOT);
    if (SECONDS.matcher(trimmed).matches()) {
      return Instant.ofEpochSecond(Long.parseLong(trimmed));
    }
    Matcher relative = RELATIVE.matcher(trimmed);
    if (relative.matches()) {
      ChronoUnit unit = ChronoUnit.valueOf(relative.group(2).toUpperCase(Locale.ROOT) + "S");
      return now.atOffset(ZoneOffset.UTC)
          .minus(Long.parseLong(relative.group(1)), unit)
          .toInstant();
    }
    try {
      return trimmed.contains("t")
          ? OffsetDateTime.parse(text.trim()).toInstant()
          : LocalDate.parse(text.trim()).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw new SluiceException(
          ErrorCode.INVALID_REQUEST,
          "\"" + text + "\" is not a time; write 2026-11-01T00:00:00Z, unix seconds, or -2 days",
          e);
    }
  }
}

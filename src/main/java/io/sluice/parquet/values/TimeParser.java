package io.sluice.parquet.values;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * Dates and timestamps as Snowflake and BigQuery write them (storage-api.md 5): {@code 2022-01-31},
 * {@code 2022-01-31 12:00:01[.123456789][ UTC|Z|+0100|+01:00]}, also with a T. Fractions beyond
 * microseconds are cut, and that is told.
 */
final class TimeParser {
  private static final long SECONDS_A_DAY = 86_400;
  private static final long MICROS = 1_000_000;
  private static final int MAX_OFFSET_HOURS = 18;

  private final byte[] text;
  private final int to;
  private int at;
  private boolean good = true;
  private boolean cut;

  private TimeParser(byte[] text, int from, int to) {
    this.text = text;
    this.at = from;
    this.to = to;
  }

  /** Days since 1970; a time behind the date must be midnight. */
  static Conversion date(byte[] text, int from, int to, PageValues page) {
    TimeParser parser = new TimeParser(text, from, to);
    long days = parser.date();
    boolean whole = parser.at == to || (parser.time() == 0 && parser.offset() == 0);
    return parser.end(whole && !parser.cut, days, page);
  }

  /** Microseconds since 1970 of a wall clock; a zone is accepted where it says UTC. */
  static Conversion local(byte[] text, int from, int to, PageValues page) {
    TimeParser parser = new TimeParser(text, from, to);
    long micros = parser.dateTime();
    boolean utc = parser.offset() == 0;
    return parser.end(utc, micros, page);
  }

  /** Microseconds since 1970 in UTC; without a zone it is UTC. */
  static Conversion instant(byte[] text, int from, int to, PageValues page) {
    TimeParser parser = new TimeParser(text, from, to);
    long micros = parser.dateTime();
    long offset = parser.offset();
    return parser.end(true, micros - offset * MICROS, page);
  }

  private Conversion end(boolean more, long value, PageValues page) {
    if (!good || !more || at != to) {
      return Conversion.IMPOSSIBLE;
    }
    page.addLong(value);
    return cut ? Conversion.CUT_TO_MICROSECONDS : Conversion.EXACT;
  }

  private long dateTime() {
    long days = date();
    return days * SECONDS_A_DAY * MICROS + (at == to ? 0 : time());
  }

  private long date() {
    int year = number(4);
    expect('-');
    int month = number(2);
    expect('-');
    int day = number(2);
    if (!good || month < 1 || month > 12 || day < 1 || day > 31) {
      good = false;
      return 0;
    }
    if (day > 28) {
      try {
        return LocalDate.of(year, month, day).toEpochDay();
      } catch (DateTimeException e) {
        good = false;
        return 0;
      }
    }
    return epochDay(year, month, day);
  }

  /** Days since 1970 in the Gregorian calendar, counted in years that begin in March. */
  private static long epochDay(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int era = Math.floorDiv(y, 400);
    int yearOfEra = y - era * 400;
    int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097L + dayOfEra - 719_468;
  }

  /** Microseconds since midnight. */
  private long time() {
    if (at < to && (text[at] == ' ' || text[at] == 'T' || text[at] == 't')) {
      at++;
    } else {
      good = false;
    }
    int hour = number(2);
    expect(':');
    int minute = number(2);
    int second = 0;
    long fraction = 0;
    if (at < to && text[at] == ':') {
      at++;
      second = number(2);
      fraction = fraction();
    }
    good = good && hour < 24 && minute < 60 && second < 60;
    return ((hour * 60L + minute) * 60 + second) * MICROS + fraction;
  }

  private long fraction() {
    if (at >= to || text[at] != '.') {
      return 0;
    }
    at++;
    int first = at;
    long micros = 0;
    while (at < to && isDigit(text[at])) {
      if (at - first < 6) {
        micros = micros * 10 + (text[at] - '0');
      } else {
        cut |= text[at] != '0';
      }
      at++;
    }
    int digits = at - first;
    good = good && digits > 0 && digits <= 12;
    for (int i = digits; i < 6; i++) {
      micros *= 10;
    }
    return micros;
  }

  /** Seconds east of UTC; 0 where no zone is given. */
  private long offset() {
    if (at < to && text[at] == ' ') {
      at++;
      good = good && at < to;
    }
    if (at >= to) {
      return 0;
    }
    if (text[at] == 'Z' || text[at] == 'z') {
      at++;
      return 0;
    }
    if (to - at == 3 && text[at] == 'U' && text[at + 1] == 'T' && text[at + 2] == 'C') {
      at = to;
      return 0;
    }
    boolean west = text[at] == '-';
    good = good && (west || text[at] == '+');
    at++;
    int hours = number(2);
    if (at < to && text[at] == ':') {
      at++;
    }
    int minutes = at < to ? number(2) : 0;
    good = good && hours <= MAX_OFFSET_HOURS && minutes < 60;
    long seconds = hours * 3600L + minutes * 60L;
    return west ? -seconds : seconds;
  }

  private int number(int digits) {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      if (at >= to || !isDigit(text[at])) {
        good = false;
        return 0;
      }
      value = value * 10 + (text[at++] - '0');
    }
    return value;
  }

  private void expect(char c) {
    if (at < to && text[at] == c) {
      at++;
    } else {
      good = false;
    }
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }
}

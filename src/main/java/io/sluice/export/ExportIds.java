package io.sluice.export;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/** Makes UUIDs of version 7 (RFC 9562): their text sorts by the millisecond of their making. */
final class ExportIds {
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private ExportIds() {}

  static String next(Instant now) {
    long high = (now.toEpochMilli() << 16) | 0x7000L | (RANDOM.nextLong() & 0x0FFFL);
    long low = 0x8000_0000_0000_0000L | (RANDOM.nextLong() >>> 2);
    return new UUID(high, low).toString();
  }

  /** Whether the text is of the form that {@link #next} makes. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }
}

package io.sluice.export;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Makes UUIDs of version 7 (RFC 9562): their text sorts by the millisecond of their making. They
 * are names, not secrets, so they need no randomness that has to be waited for.
 */
final class ExportIds {
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

  private ExportIds() {}

  static String next(Instant now) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (now.toEpochMilli() << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
    long low = 0x8000_0000_0000_0000L | (random.nextLong() >>> 2);
    return new UUID(high, low).toString();
  }

  /** Whether the text is of the form that {@link #next} makes. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }
}

package io.sluice.base;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Makes UUIDs of version 7 (RFC 9562): their text sorts by the millisecond of their making and, in
 * one process, by their order within it, also where the clock steps back. They are names, not
 * secrets, so they need no randomness that has to be waited for.
 */
public final class UuidV7 {
  private static final Pattern GRAMMAR =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

  /** The last millisecond and, in its low bits, how many were made in it (RFC 9562, 6.2). */
  private static final AtomicLong LAST = new AtomicLong();

  private static final int COUNTER_BITS = 12;

  private UuidV7() {}

  public static String next(Instant now) {
    long earliest = now.toEpochMilli() << COUNTER_BITS;
    long moment = LAST.updateAndGet(last -> Math.max(last + 1, earliest));
    long high = (moment >>> COUNTER_BITS << 16) | 0x7000L | (moment & 0x0FFFL);
    long low = 0x8000_0000_0000_0000L | (ThreadLocalRandom.current().nextLong() >>> 2);
    return new UUID(high, low).toString();
  }

  /** Whether the text is of the form that {@link #next} makes. */
  public static boolean matches(String text) {
    return GRAMMAR.matcher(text).matches();
  }
}

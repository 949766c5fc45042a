package io.sluice.export;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Makes UUIDs of version 7 (RFC 9562): their text sorts by the millisecond of their making. */
final class ExportIds {
  private static final SecureRandom RANDOM = new SecureRandom();

  private ExportIds() {}

  static String next(Instant now) {
    long high = (now.toEpochMilli() << 16) | 0x7000L | (RANDOM.nextLong() & 0x0FFFL);
    long low = 0x8000_0000_0000_0000L | (RANDOM.nextLong() >>> 2);
    return new UUID(high, low).toString();
  }
}

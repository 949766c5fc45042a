package io.sluice.parquet.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.VarCharVector;

/**
 * Whether text is UTF-8. Arrow looks at what it reads from CSV; from Parquet it takes any bytes for
 * text, and other readers refuse the file that would come of them.
 */
final class Utf8 {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final int CHUNK = 1 << 16;

  /** A character takes no more. */
  private static final int LONGEST = 4;

  private static final int MALFORMED = -1;

  private Utf8() {}

  /** All values of a vector: their bytes lie one behind the other, and each begins a character. */
  static boolean isIn(VarCharVector vector) {
    int rows = vector.getValueCount();
    if (rows == 0) {
      return true;
    }
    ArrowBuf ends = vector.getOffsetBuffer();
    long from = ends.getInt(0);
    long to = ends.getInt((long) rows * Integer.BYTES);
    byte[] chunk = new byte[(int) Math.max(LONGEST, Math.min(CHUNK, to - from))];
    long ascii = asciiEnd(vector.getDataBuffer(), from, to, chunk);
    return ascii == to
        || (isWhole(vector.getDataBuffer(), ascii, to, chunk) && isParted(vector, rows, to));
  }

  /** Where the first chunk begins that is not ASCII alone. */
  private static long asciiEnd(ArrowBuf data, long from, long to, byte[] chunk) {
    for (long at = from; at < to; at += chunk.length) {
      int length = (int) Math.min(chunk.length, to - at);
      data.getBytes(at, chunk, 0, length);
      if (afterAscii(chunk, 0, length) < length) {
        return at;
      }
    }
    return to;
  }

  private static boolean isWhole(ArrowBuf data, long from, long to, byte[] chunk) {
    int kept = 0;
    long at = from;
    while (at < to) {
      int length = (int) Math.min(chunk.length - kept, to - at);
      data.getBytes(at, chunk, kept, length);
      at += length;
      int good = wholeCharacters(chunk, kept + length);
      if (good == MALFORMED) {
        return false;
      }
      kept = kept + length - good;
      System.arraycopy(chunk, good, chunk, 0, kept);
    }
    return kept == 0;
  }

  /** Whether no value begins in the middle of a character. */
  private static boolean isParted(VarCharVector vector, int rows, long to) {
    ArrowBuf ends = vector.getOffsetBuffer();
    ArrowBuf data = vector.getDataBuffer();
    for (int row = 1; row < rows; row++) {
      long start = ends.getInt((long) row * Integer.BYTES);
      if (start < to && isWithin(data.getByte(start))) {
        return false;
      }
    }
    return true;
  }

  /** Where the bytes go on that are no whole character yet; {@link #MALFORMED} if none can be. */
  private static int wholeCharacters(byte[] bytes, int length) {
    int at = 0;
    while (at < length) {
      at = afterAscii(bytes, at, length);
      if (at == length) {
        return at;
      }
      int size = size(bytes[at]);
      if (size == 2 && at + 1 < length && isWithin(bytes[at + 1])) {
        at += 2; // most of them
        continue;
      }
      if (size == 0) {
        return MALFORMED;
      }
      if (at + size > length) {
        return at;
      }
      if (!isCharacter(bytes, at, size)) {
        return MALFORMED;
      }
      at += size;
    }
    return at;
  }

  private static int afterAscii(byte[] bytes, int from, int length) {
    int at = from;
    while (at + Long.BYTES <= length) {
      long high = (long) EIGHT_BYTES.get(bytes, at) & HIGH_BITS;
      if (high != 0) {
        return at + Long.numberOfTrailingZeros(high) / Byte.SIZE;
      }
      at += Long.BYTES;
    }
    while (at < length && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  /** In bytes, by the first of them; 0 where no character begins so. */
  private static int size(byte first) {
    int value = first & 0xff;
    if (value < 0xc2 || value > 0xf4) {
      return 0;
    }
    return value < 0xe0 ? 2 : value < 0xf0 ? 3 : 4;
  }

  /** Not longer than it need be, no half of a pair, nothing beyond U+10FFFF. */
  private static boolean isCharacter(byte[] bytes, int at, int size) {
    int second = bytes[at + 1] & 0xff;
    boolean inRange =
        switch (bytes[at] & 0xff) {
          case 0xe0 -> second >= 0xa0;
          case 0xed -> second < 0xa0;
          case 0xf0 -> second >= 0x90;
          case 0xf4 -> second < 0x90;
          default -> true;
        };
    boolean whole = inRange;
    for (int i = 1; i < size; i++) {
      whole &= isWithin(bytes[at + i]);
    }
    return whole;
  }

  private static boolean isWithin(byte next) {
    return (next & 0xc0) == 0x80;
  }
}

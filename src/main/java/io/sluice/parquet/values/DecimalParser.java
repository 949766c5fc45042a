package io.sluice.parquet.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Integers and decimals: up to 18 digits by hand, the rest by {@link BigDecimal}. */
final class DecimalParser implements TextSource.Parser {
  private static final int LONG_DIGITS = 18;
  private static final int MAX_TEXT = 400;
  private static final BigInteger INT64 = BigInteger.ONE.shiftLeft(63);
  private static final long[] POWERS = new long[LONG_DIGITS + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i <= LONG_DIGITS; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private final int scale;
  private final boolean wide;
  private final BigInteger limit;
  private final long longLimit;

  private DecimalParser(int scale, boolean wide, BigInteger limit) {
    this.scale = scale;
    this.wide = wide;
    this.limit = limit;
    this.longLimit = limit.bitLength() < 64 ? limit.longValue() : Long.MAX_VALUE;
  }

  static DecimalParser integers() {
    return new DecimalParser(0, false, INT64);
  }

  static DecimalParser decimals(int precision, int scale) {
    return new DecimalParser(scale, precision > LONG_DIGITS, BigInteger.TEN.pow(precision));
  }

  @Override
  public Conversion parse(byte[] text, int from, int to, PageValues page) {
    if (!parseShort(text, from, to, page)) {
      return Conversion.IMPOSSIBLE;
    }
    return startsWithZeros(text, from, to) ? Conversion.LEADING_ZEROS : Conversion.EXACT;
  }

  /** Whether it begins as no program writes a number: {@code 007} and {@code -00.5}, not 0.5. */
  static boolean startsWithZeros(byte[] text, int from, int to) {
    int first = text[from] == '-' || text[from] == '+' ? from + 1 : from;
    return first + 1 < to && text[first] == '0' && text[first + 1] >= '0' && text[first + 1] <= '9';
  }

  private boolean parseShort(byte[] text, int from, int to, PageValues page) {
    int at = from;
    boolean negative = text[at] == '-';
    if (negative || text[at] == '+') {
      at++;
    }
    long value = 0;
    int digits = 0;
    int fraction = -1;
    int seen = 0;
    for (; at < to; at++) {
      int digit = text[at] - '0';
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        seen++;
        digits += digits > 0 || digit > 0 ? 1 : 0;
        fraction += fraction >= 0 ? 1 : 0;
      } else if (text[at] == '.' && fraction < 0) {
        fraction = 0;
      } else {
        return parseLong(text, from, to, page);
      }
    }
    int missing = scale - Math.max(fraction, 0);
    if (seen == 0) {
      return false;
    }
    if (digits + Math.max(missing, 0) > LONG_DIGITS) {
      return parseLong(text, from, to, page);
    }
    if (missing < 0) {
      if (-missing > LONG_DIGITS || value % POWERS[-missing] != 0) {
        return value == 0 && add(0, page);
      }
      value /= POWERS[-missing];
    } else {
      value *= POWERS[missing];
    }
    return value < longLimit && add(negative ? -value : value, page);
  }

  private boolean add(long value, PageValues page) {
    if (wide) {
      BigEndian.put(page.bytesFor(16), page.usedBytes(), value >> 63, value);
      page.addBytes(16);
    } else {
      page.addLong(value);
    }
    return true;
  }

  /** Many digits or an exponent. */
  private boolean parseLong(byte[] text, int from, int to, PageValues page) {
    if (to - from > MAX_TEXT || !startsAsNumber(text, from, to)) {
      return false;
    }
    BigInteger value;
    try {
      BigDecimal number =
          new BigDecimal(new String(text, from, to - from, StandardCharsets.US_ASCII));
      if (Math.abs((long) number.scale()) > MAX_TEXT) {
        return number.signum() == 0 && add(0, page);
      }
      value = number.setScale(scale).unscaledValue();
    } catch (ArithmeticException e) {
      return false;
    } catch (NumberFormatException e) {
      return false;
    }
    if (value.compareTo(limit) >= 0 || !aboveFloor(value)) {
      return false;
    }
    if (!wide) {
      page.addLong(value.longValue());
      return true;
    }
    BigEndian.put(
        page.bytesFor(16), page.usedBytes(), value.shiftRight(64).longValue(), value.longValue());
    page.addBytes(16);
    return true;
  }

  /** An int64 reaches one further down than up. */
  private boolean aboveFloor(BigInteger value) {
    int comparison = value.negate().compareTo(limit);
    return comparison < 0 || (comparison == 0 && limit.equals(INT64));
  }

  private static boolean startsAsNumber(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      byte c = text[i];
      boolean fits =
          (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
      if (!fits) {
        return false;
      }
    }
    return true;
  }
}

package io.sluice.parquet.values;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Floating-point numbers: short ones by one division, the rest by the JDK. A double is the nearest
 * one to what is written; a loss is told where 17 digits do not say what was there.
 */
final class DoubleParser {
  private static final int EXACT_DIGITS = 15;
  private static final int MAX_TEXT = 400;

  /** So many say which double is meant; what has more came from another type. */
  private static final int DOUBLE_DIGITS = 17;

  private static final double[] POWERS = new double[EXACT_DIGITS + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i <= EXACT_DIGITS; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private DoubleParser() {}

  static Conversion parse(byte[] text, int from, int to, PageValues page) {
    int at = from;
    boolean negative = text[at] == '-';
    if (negative || text[at] == '+') {
      at++;
    }
    long value = 0;
    int digits = 0;
    int fraction = -1;
    for (; at < to; at++) {
      int digit = text[at] - '0';
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        digits++;
        fraction += fraction >= 0 ? 1 : 0;
      } else if (text[at] == '.' && fraction < 0) {
        fraction = 0;
      } else {
        return parseAny(text, from, to, page);
      }
    }
    if (digits == 0 || digits > EXACT_DIGITS) {
      return digits == 0 ? Conversion.IMPOSSIBLE : parseAny(text, from, to, page);
    }
    // Both are exact in a double, so their quotient is rounded once and right.
    double number = value / POWERS[Math.max(fraction, 0)];
    page.addLong(Double.doubleToRawLongBits(negative ? -number : number));
    return DecimalParser.startsWithZeros(text, from, to)
        ? Conversion.LEADING_ZEROS
        : Conversion.EXACT;
  }

  private static Conversion parseAny(byte[] text, int from, int to, PageValues page) {
    if (to - from > MAX_TEXT) {
      return Conversion.IMPOSSIBLE;
    }
    Digits digits = Digits.of(text, from, to);
    String word = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    return digits.only ? parseDigits(word, digits, page) : parseName(word, page);
  }

  private static Conversion parseName(String word, PageValues page) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "nan" -> add(Double.NaN, page);
      case "inf", "+inf", "infinity", "+infinity" -> add(Double.POSITIVE_INFINITY, page);
      case "-inf", "-infinity" -> add(Double.NEGATIVE_INFINITY, page);
      default -> Conversion.IMPOSSIBLE;
    };
  }

  private static Conversion add(double number, PageValues page) {
    page.addLong(Double.doubleToRawLongBits(number));
    return Conversion.EXACT;
  }

  private static Conversion parseDigits(String word, Digits digits, PageValues page) {
    double number;
    try {
      number = Double.parseDouble(word);
    } catch (NumberFormatException e) {
      return Conversion.IMPOSSIBLE;
    }
    page.addLong(Double.doubleToRawLongBits(number));
    return conversion(word, digits, number);
  }

  /** Another number is a graver loss than another spelling of it. */
  private static Conversion conversion(String word, Digits digits, double number) {
    if (Double.isInfinite(number)) {
      return Conversion.INFINITE;
    }
    if (number == 0 && digits.notZero) {
      return Conversion.ZERO;
    }
    if (number != 0 && digits.areRounded(word, number)) {
      return Conversion.ROUNDED;
    }
    return digits.startWithZeros ? Conversion.LEADING_ZEROS : Conversion.EXACT;
  }

  /** What a number is written with, up to its exponent. */
  private record Digits(
      boolean only, int count, boolean notZero, boolean whole, boolean startWithZeros) {

    static Digits of(byte[] text, int from, int to) {
      int count = 0;
      int seen = 0;
      boolean whole = true;
      boolean point = false;
      boolean exponent = false;
      for (int i = from; i < to; i++) {
        byte c = text[i];
        if (c >= '0' && c <= '9') {
          count += exponent ? 0 : 1;
          seen |= exponent ? 0 : c - '0';
          whole &= !point || c == '0';
        } else if (c == '.') {
          point = true;
        } else if (c == 'e' || c == 'E') {
          exponent = true;
          whole = false;
        } else if (c != '-' && c != '+') {
          return new Digits(false, 0, false, false, false);
        }
      }
      return new Digits(
          true, count, seen != 0, whole, DecimalParser.startsWithZeros(text, from, to));
    }

    /**
     * Whole numbers are meant to the last digit; others where a double would not write so many. A
     * program that writes doubles without an exponent fills up with zeros, which mean nothing.
     */
    boolean areRounded(String word, double number) {
      int harmless = whole ? EXACT_DIGITS : DOUBLE_DIGITS;
      if (count <= harmless) {
        return false;
      }
      BigDecimal written = new BigDecimal(word);
      return written.stripTrailingZeros().precision() > harmless
          && new BigDecimal(number).compareTo(written) != 0
          && BigDecimal.valueOf(number).compareTo(written) != 0;
    }
  }
}

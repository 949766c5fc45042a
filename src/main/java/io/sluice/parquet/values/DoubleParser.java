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
    String word = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "nan" -> add(Double.NaN, page);
      case "inf", "+inf", "infinity", "+infinity" -> add(Double.POSITIVE_INFINITY, page);
      case "-inf", "-infinity" -> add(Double.NEGATIVE_INFINITY, page);
      default -> parseDigits(word, page);
    };
  }

  private static Conversion add(double number, PageValues page) {
    page.addLong(Double.doubleToRawLongBits(number));
    return Conversion.EXACT;
  }

  private static Conversion parseDigits(String word, PageValues page) {
    if (!word.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0)) {
      return Conversion.IMPOSSIBLE;
    }
    double number;
    try {
      number = Double.parseDouble(word);
    } catch (NumberFormatException e) {
      return Conversion.IMPOSSIBLE;
    }
    page.addLong(Double.doubleToRawLongBits(number));
    return loss(word, number);
  }

  private static Conversion loss(String word, double number) {
    if (Double.isInfinite(number)) {
      return Conversion.INFINITE;
    }
    String digits = significand(word);
    if (number == 0) {
      return digits.chars().anyMatch(c -> c >= '1' && c <= '9')
          ? Conversion.ZERO
          : Conversion.EXACT;
    }
    byte[] text = word.getBytes(StandardCharsets.ISO_8859_1);
    if (DecimalParser.startsWithZeros(text, 0, text.length)) {
      return Conversion.LEADING_ZEROS;
    }
    return isRounded(word, digits, number) ? Conversion.ROUNDED : Conversion.EXACT;
  }

  private static String significand(String word) {
    int exponent = Math.max(word.indexOf('e'), word.indexOf('E'));
    return exponent < 0 ? word : word.substring(0, exponent);
  }

  /** Whole numbers are meant to the last digit; others where a double would not write so many. */
  private static boolean isRounded(String word, String digits, double number) {
    boolean whole = digits.length() == word.length() && word.indexOf('.') < 0;
    int harmless = whole ? EXACT_DIGITS : DOUBLE_DIGITS;
    if (digits.chars().filter(c -> c >= '0' && c <= '9').count() <= harmless) {
      return false;
    }
    BigDecimal written = new BigDecimal(word);
    return written.stripTrailingZeros().precision() > harmless
        && new BigDecimal(number).compareTo(written) != 0;
  }
}

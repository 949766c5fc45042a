package io.sluice.parquet.values;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Floating-point numbers: short ones exactly by one division, the rest by the JDK. */
final class DoubleParser {
  private static final int EXACT_DIGITS = 15;
  private static final int MAX_TEXT = 400;
  private static final double[] POWERS = new double[EXACT_DIGITS + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i <= EXACT_DIGITS; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private DoubleParser() {}

  static boolean parse(byte[] text, int from, int to, PageValues page) {
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
      return digits != 0 && parseAny(text, from, to, page);
    }
    // Both are exact in a double, so their quotient is rounded once and right.
    double number = value / POWERS[Math.max(fraction, 0)];
    page.addLong(Double.doubleToRawLongBits(negative ? -number : number));
    return true;
  }

  private static boolean parseAny(byte[] text, int from, int to, PageValues page) {
    if (to - from > MAX_TEXT) {
      return false;
    }
    String word = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    double number;
    switch (word.toLowerCase(Locale.ROOT)) {
      case "nan" -> number = Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> number = Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> number = Double.NEGATIVE_INFINITY;
      default -> {
        if (!word.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0)) {
          return false;
        }
        try {
          number = Double.parseDouble(word);
        } catch (NumberFormatException e) {
          return false;
        }
      }
    }
    page.addLong(Double.doubleToRawLongBits(number));
    return true;
  }
}

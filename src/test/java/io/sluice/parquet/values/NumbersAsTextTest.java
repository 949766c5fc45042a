package io.sluice.parquet.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What programs print is read back as it was, and without a word about it. */
class NumbersAsTextTest {
  private static final int MANY = 100_000;

  /** A number's text as some program prints it. */
  private record Printed(double number, String text) {}

  private static Conversion parse(TextSource.Parser parser, String text, PageValues page) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return parser.parse(bytes, 0, bytes.length, page);
  }

  private static double anyDouble(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextGaussian() * 1e6;
      case 1 -> random.nextLong();
      case 2 -> random.nextInt(1_000_000) / 100.0;
      case 3 -> random.nextLong() * Math.pow(10, random.nextInt(40) - 20);
      default -> finite(random);
    };
  }

  private static double finite(Random random) {
    double number = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(number) ? number : 0;
  }

  private static List<Printed> printed(double number) {
    BigDecimal exact = new BigDecimal(number);
    BigDecimal shortest = BigDecimal.valueOf(number);
    return List.of(
        new Printed(number, Double.toString(number)),
        new Printed(number, String.format(Locale.ROOT, "%.16e", number)),
        new Printed(number, exact.toString()),
        new Printed(number, shortest.toPlainString()),
        new Printed(number, exact.toPlainString()));
  }

  @Test
  void everyDoubleThatIsPrintedIsReadWithoutALoss() {
    // Given
    Random random = new Random(1);
    PageValues page = new PageValues();
    for (int i = 0; i < MANY; i++) {
      for (Printed printed : printed(anyDouble(random))) {
        if (printed.text.length() > 400) {
          continue;
        }

        // When
        Conversion conversion = parse(DoubleParser::parse, printed.text, page);

        // Then
        assertThat(conversion).as(printed.text).isEqualTo(Conversion.EXACT);
        assertThat(page.longs()[0] << 1)
            .as(printed.text)
            .isEqualTo(Double.doubleToRawLongBits(printed.number) << 1);
        page.clear();
      }
    }
  }

  @Test
  void aWholeNumberIsToldWhereADoubleIsAnotherOne() {
    // Given
    Random random = new Random(2);
    PageValues page = new PageValues();
    for (int i = 0; i < MANY; i++) {
      long number = random.nextLong() >> random.nextInt(20);
      BigDecimal written = BigDecimal.valueOf(number);
      boolean kept =
          written.stripTrailingZeros().precision() <= 15
              || new BigDecimal((double) number).compareTo(written) == 0
              || BigDecimal.valueOf((double) number).compareTo(written) == 0;
      for (String text : List.of(Long.toString(number), number + ".0", number + ".000")) {

        // When
        Conversion conversion = parse(DoubleParser::parse, text, page);

        // Then
        assertThat(conversion).as(text).isEqualTo(kept ? Conversion.EXACT : Conversion.ROUNDED);
        page.clear();
      }
    }
  }

  static List<TextSource.Parser> wholeNumbers() {
    return List.of(DecimalParser.integers(), DecimalParser.decimals(19, 0));
  }

  @ParameterizedTest
  @MethodSource("wholeNumbers")
  void everyLongIsReadAsItIs(TextSource.Parser parser) {
    // Given
    Random random = new Random(3);
    PageValues page = new PageValues();
    for (int i = 0; i < MANY; i++) {
      long number = i < 2 ? Long.MAX_VALUE + i : random.nextLong() >> random.nextInt(64);
      for (String text : List.of(Long.toString(number), number + ".", number + ".00")) {

        // When
        Conversion conversion = parse(parser, text, page);

        // Then
        assertThat(conversion).as(text).isEqualTo(Conversion.EXACT);
        assertThat(number(page)).isEqualTo(number);
        page.clear();
      }
    }
  }

  private static long number(PageValues page) {
    return page.usedBytes() == 0
        ? page.longs()[0]
        : new BigInteger(page.bytes(), 0, 16).longValueExact();
  }
}

package io.sluice.base;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Dates as HTTP writes them (RFC 9110, 5.6.7). {@link DateTimeFormatter#RFC_1123_DATE_TIME} is
 * another form: it gives the first nine days of a month one digit.
 */
public final class HttpDate {
  /** Sun, 06 Nov 1994 08:49:37 GMT: the form to write. */
  private static final DateTimeFormatter FIXED = formatter("EEE, dd MMM ", 4, " HH:mm:ss 'GMT'");

  /** Sunday, 06-Nov-94 08:49:37 GMT: an old form. */
  private static final DateTimeFormatter TWO_DIGITS =
      formatter("EEEE, dd-MMM-", 2, " HH:mm:ss 'GMT'");

  /** Sun Nov 6 08:49:37 1994: the form of C's asctime. */
  private static final DateTimeFormatter ASCTIME = formatter("EEE MMM ppd HH:mm:ss ", 4, "");

  private static final List<DateTimeFormatter> FORMS = List.of(FIXED, TWO_DIGITS, ASCTIME);

  private HttpDate() {}

  public static String format(Instant moment) {
    return FIXED.format(moment);
  }

  /** The moment, where the text is one date in one of the three forms. */
  public static Optional<Instant> parse(String text) {
    return FORMS.stream().flatMap(form -> parse(form, text.strip())).findFirst();
  }

  private static Stream<Instant> parse(DateTimeFormatter form, String text) {
    try {
      return Stream.of(form.parse(text, Instant::from));
    } catch (DateTimeParseException other) {
      return Stream.empty();
    }
  }

  private static DateTimeFormatter formatter(String before, int digitsOfYear, String after) {
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().appendPattern(before);
    return (digitsOfYear == 2
            ? builder.appendValueReduced(ChronoField.YEAR, 2, 2, LocalDate.EPOCH)
            : builder.appendValue(ChronoField.YEAR, digitsOfYear))
        .appendPattern(after)
        .toFormatter(Locale.US)
        .withResolverStyle(ResolverStyle.STRICT)
        .withZone(ZoneOffset.UTC);
  }
}

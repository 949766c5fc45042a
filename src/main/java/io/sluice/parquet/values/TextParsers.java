package io.sluice.parquet.values;

import io.sluice.parquet.type.ColumnType;
import java.util.Optional;
import org.apache.arrow.vector.types.TimeUnit;

/** The parser for each type that text is converted to. */
final class TextParsers {
  private TextParsers() {}

  /** None where text is not converted to the type. */
  static Optional<TextSource.Parser> to(ColumnType type) {
    return switch (type.kind()) {
      case INT64 -> Optional.of(DecimalParser.integers());
      case DECIMAL -> Optional.of(DecimalParser.decimals(type.precision(), type.scale()));
      case FLOAT64 -> Optional.of(DoubleParser::parse);
      case BOOLEAN -> Optional.of(TextParsers::bool);
      case DATE -> Optional.of(TimeParser::date);
      case TIMESTAMP ->
          type.unit() == TimeUnit.MICROSECOND
              ? Optional.of(type.utc() ? TimeParser::instant : TimeParser::local)
              : Optional.empty();
      case TEXT, BYTES, FIXED_BYTES, INT32, FLOAT32, TIME -> Optional.empty();
    };
  }

  private static Conversion bool(byte[] text, int from, int to, PageValues page) {
    int length = to - from;
    int first = text[from] | 0x20;
    boolean yes =
        (length == 1 && (first == 't' || text[from] == '1')) || is(text, from, length, "true");
    boolean no =
        (length == 1 && (first == 'f' || text[from] == '0')) || is(text, from, length, "false");
    if (yes || no) {
      page.addLong(yes ? 1 : 0);
    }
    return yes || no ? Conversion.EXACT : Conversion.IMPOSSIBLE;
  }

  private static boolean is(byte[] text, int from, int length, String word) {
    if (length != word.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if ((text[from + i] | 0x20) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}

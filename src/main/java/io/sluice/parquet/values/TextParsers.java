package io.sluice.parquet.values;

import io.sluice.parquet.type.ColumnType;

/** The parser for each type that text is converted to. */
final class TextParsers {
  private TextParsers() {}

  static ColumnSource source(ColumnType to) {
    return new TextSource(
        switch (to.kind()) {
          case INT64 -> DecimalParser.integers();
          case DECIMAL -> DecimalParser.decimals(to.precision(), to.scale());
          case FLOAT64 -> DoubleParser::parse;
          case BOOLEAN -> TextParsers::bool;
          case DATE -> TimeParser::date;
          case TIMESTAMP -> to.utc() ? TimeParser::instant : TimeParser::local;
          case TEXT, BYTES, FIXED_BYTES, INT32, FLOAT32, TIME ->
              throw new IllegalArgumentException("text is not converted to " + to.sql());
        });
  }

  private static boolean bool(byte[] text, int from, int to, PageValues page) {
    int length = to - from;
    int first = text[from] | 0x20;
    boolean yes =
        (length == 1 && (first == 't' || text[from] == '1')) || is(text, from, length, "true");
    boolean no =
        (length == 1 && (first == 'f' || text[from] == '0')) || is(text, from, length, "false");
    if (yes || no) {
      page.addLong(yes ? 1 : 0);
    }
    return yes || no;
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

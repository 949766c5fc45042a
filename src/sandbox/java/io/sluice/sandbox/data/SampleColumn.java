package io.sluice.sandbox.data;

/**
 * A column of a sample table.
 *
 * @param declared the Snowflake type's name as declared, such as NUMBER or TIMESTAMP_TZ
 * @param length as declared, such as {@code 12,2}; empty for none
 */
public record SampleColumn(
    String name, BaseType type, String declared, String length, boolean nullable, Cell cell) {

  static SampleColumn of(String name, BaseType type, Cell cell) {
    return new SampleColumn(name, type, type.snowflake(), defaultLength(type), true, cell);
  }

  SampleColumn required() {
    return new SampleColumn(name, type, declared, length, false, cell);
  }

  SampleColumn length(String text) {
    return new SampleColumn(name, type, declared, text, nullable, cell);
  }

  SampleColumn declaredAs(String text) {
    return new SampleColumn(name, type, text, length, nullable, cell);
  }

  /** Digits after the point, for the exact types. */
  public int scale() {
    int comma = length.indexOf(',');
    return comma < 0 ? 0 : Integer.parseInt(length.substring(comma + 1));
  }

  /** Digits in all, for the exact types. */
  public int precision() {
    int comma = length.indexOf(',');
    return Integer.parseInt(comma < 0 ? length : length.substring(0, comma));
  }

  private static String defaultLength(BaseType type) {
    return switch (type) {
      case STRING -> "16777216";
      case INTEGER -> "38,0";
      case NUMERIC -> "12,2";
      case TIMESTAMP -> "9";
      case FLOAT, BOOLEAN, DATE -> "";
    };
  }
}

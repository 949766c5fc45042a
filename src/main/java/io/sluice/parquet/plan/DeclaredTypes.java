package io.sluice.parquet.plan;

import io.sluice.parquet.MergeRequest.CsvDialect;
import io.sluice.parquet.MergeRequest.DeclaredColumn;
import io.sluice.parquet.type.ColumnType;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.vector.types.TimeUnit;

/** From what is declared for a column (storage-api.md 8) to its type in the result. */
final class DeclaredTypes {
  private static final Pattern LENGTH =
      Pattern.compile("\\s*(\\d{1,3})\\s*(?:,\\s*(\\d{1,3})\\s*)?");
  private static final int DEFAULT_SCALE = 9;

  /** A decimal wider than a Parquet decimal of 128 bits keeps at most so many fraction digits. */
  private static final int MAX_CUT_SCALE = 18;

  private DeclaredTypes() {}

  static ColumnType of(DeclaredColumn column, CsvDialect dialect) {
    String base = column.baseType().orElse("").toUpperCase(Locale.ROOT);
    String type = column.type().orElse("").toUpperCase(Locale.ROOT);
    return switch (base) {
      case "INTEGER" -> ColumnType.INT64;
      case "NUMERIC" -> decimal(column.length().orElse(""));
      case "FLOAT" -> ColumnType.FLOAT64;
      case "BOOLEAN" -> ColumnType.BOOLEAN;
      case "DATE" -> ColumnType.DATE;
      case "TIMESTAMP" ->
          type.equals("TIME")
              ? ColumnType.TEXT
              : ColumnType.timestamp(TimeUnit.MICROSECOND, zoned(type, dialect));
      case "" ->
          column.name().equals("_timestamp")
              ? ColumnType.timestamp(TimeUnit.MICROSECOND, false)
              : ColumnType.TEXT;
      default -> ColumnType.TEXT;
    };
  }

  /**
   * As a typed table's Parquet slices have it (storage-api.md 6): Snowflake has decimals for all
   * whole numbers. A guess, needed only where there is no slice to look at.
   */
  static ColumnType delivered(DeclaredColumn column, CsvDialect dialect) {
    String base = column.baseType().orElse("").toUpperCase(Locale.ROOT);
    boolean snowflake = dialect == CsvDialect.SNOWFLAKE;
    boolean number = base.equals("INTEGER") || base.equals("NUMERIC");
    boolean withoutLength = column.length().filter(LENGTH.asMatchPredicate()).isEmpty();
    if (snowflake && number && withoutLength) {
      return ColumnType.decimal(ColumnType.MAX_PRECISION, 0);
    }
    return snowflake && number ? decimal(column.length().orElse("")) : of(column, dialect);
  }

  private static boolean zoned(String type, CsvDialect dialect) {
    if (type.contains("NTZ") || type.contains("WITHOUT") || type.contains("DATETIME")) {
      return false;
    }
    boolean named = type.contains("TZ") || type.contains("ZONE") || type.contains("OFFSET");
    return named || (dialect == CsvDialect.BIGQUERY && type.equals("TIMESTAMP"));
  }

  private static ColumnType decimal(String length) {
    Matcher matcher = LENGTH.matcher(length);
    if (!matcher.matches()) {
      return ColumnType.decimal(ColumnType.MAX_PRECISION, DEFAULT_SCALE);
    }
    int precision = Integer.parseInt(matcher.group(1));
    int scale = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
    if (precision > ColumnType.MAX_PRECISION) {
      return ColumnType.decimal(ColumnType.MAX_PRECISION, Math.min(scale, MAX_CUT_SCALE));
    }
    return ColumnType.decimal(Math.max(1, precision), Math.min(scale, Math.max(1, precision)));
  }
}

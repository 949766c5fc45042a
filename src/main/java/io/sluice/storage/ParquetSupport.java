package io.sluice.storage;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a table can be unloaded as Parquet (storage-api.md 6): what {@code auto} asks. */
public final class ParquetSupport {
  /** Snowflake refuses these in Parquet. */
  private static final Set<String> WITH_TIME_ZONE =
      Set.of(
          "TIMESTAMP_TZ",
          "TIMESTAMP_LTZ",
          "TIMESTAMPTZ",
          "TIMESTAMPLTZ",
          "TIMESTAMP WITH TIME ZONE",
          "TIMESTAMP WITH LOCAL TIME ZONE");

  private static final Pattern REFUSAL =
      Pattern.compile("(?i)timestamp_?(tz|ltz)|parquet|timezone option");

  private ParquetSupport() {}

  /**
   * The column that keeps the table from being unloaded as Parquet; all columns where none is
   * named.
   */
  public static Optional<Table.Column> obstacle(Table table, List<String> columns) {
    if (!table.typed()) {
      return Optional.empty();
    }
    return table.columns().stream()
        .filter(column -> columns.isEmpty() || columns.contains(column.name()))
        .filter(column -> column.type().map(ParquetSupport::hasTimeZone).orElse(false))
        .findFirst();
  }

  /** Whether a Parquet job failed in a way that the same export as CSV would not. */
  public static boolean asksForCsv(Job.JobError error) {
    return REFUSAL.matcher(error.message().toString()).find();
  }

  private static boolean hasTimeZone(String type) {
    return WITH_TIME_ZONE.contains(
        type.toUpperCase(Locale.ROOT).replaceFirst("\\(.*\\)", "").strip());
  }
}

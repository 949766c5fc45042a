package io.sluice.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What to unload of a table (storage-api.md 1.1). No columns means all of them, in the table's
 * order; else the order given is the order delivered.
 */
public record ExportOptions(
    FileType fileType,
    List<String> columns,
    List<WhereFilter> whereFilters,
    List<OrderBy> orderBy,
    Optional<Instant> changedSince,
    Optional<Instant> changedUntil,
    OptionalLong limit) {

  public ExportOptions {
    columns = List.copyOf(columns);
    whereFilters = List.copyOf(whereFilters);
    orderBy = List.copyOf(orderBy);
  }

  /** Filters are ANDed; several values with eq or ne mean IN or NOT IN. */
  public record WhereFilter(
      String column, Operator operator, List<String> values, Optional<DataType> dataType) {
    public WhereFilter {
      values = List.copyOf(values);
    }
  }

  /** A sort key; the data type makes the order numeric instead of textual. */
  public record OrderBy(String column, Direction order, Optional<DataType> dataType) {}

  /** The API knows these six and no other. */
  public enum Operator {
    EQ,
    NE,
    GT,
    GE,
    LT,
    LE
  }

  public enum Direction {
    ASC,
    DESC
  }

  public enum DataType {
    INTEGER,
    DOUBLE,
    BIGINT,
    REAL,
    DECIMAL
  }
}

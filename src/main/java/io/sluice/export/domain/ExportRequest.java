package io.sluice.export.domain;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a caller asks for. Already checked: the table id and the times parse, names are names.
 *
 * @param columns in the order to deliver; none means all of the table's
 * @param changedSince see {@link ChangeTime}; relative times count from the export's creation
 */
@RegisterForReflection
public record ExportRequest(
    String table,
    String connection,
    OptionalLong branch,
    List<String> columns,
    List<WhereFilter> whereFilters,
    Optional<String> changedSince,
    Optional<String> changedUntil,
    List<OrderBy> orderBy,
    OptionalLong limit,
    FileType fileType,
    Output output) {

  public ExportRequest {
    columns = List.copyOf(columns);
    whereFilters = List.copyOf(whereFilters);
    orderBy = List.copyOf(orderBy);
  }

  /** Filters are ANDed; several values with eq or ne mean IN or NOT IN. */
  @RegisterForReflection
  public record WhereFilter(
      String column, Operator operator, List<String> values, Optional<DataType> dataType) {
    public WhereFilter {
      values = List.copyOf(values);
    }
  }

  @RegisterForReflection
  public record OrderBy(String column, Direction order, Optional<DataType> dataType) {}

  /**
   * How the result is to be; without a codec it is the slices' own where that is fit, else zstd.
   */
  @RegisterForReflection
  public record Output(
      String name,
      Types types,
      Merge merge,
      Optional<Compression> compression,
      String destination) {}

  /** The six that the Storage API knows. */
  public enum Operator {
    @JsonProperty("eq")
    EQ,
    @JsonProperty("ne")
    NE,
    @JsonProperty("gt")
    GT,
    @JsonProperty("ge")
    GE,
    @JsonProperty("lt")
    LT,
    @JsonProperty("le")
    LE
  }

  /** Makes a comparison or an order numeric instead of textual. */
  public enum DataType {
    INTEGER,
    DOUBLE,
    BIGINT,
    REAL,
    DECIMAL
  }

  public enum Direction {
    ASC,
    DESC
  }

  /** What the Storage API unloads. */
  public enum FileType {
    @JsonProperty("auto")
    AUTO,
    @JsonProperty("parquet")
    PARQUET,
    @JsonProperty("csv")
    CSV
  }

  /** Whether columns are cast to the types that were declared for them. */
  public enum Types {
    @JsonProperty("declared")
    DECLARED,
    @JsonProperty("source")
    SOURCE
  }

  public enum Merge {
    @JsonProperty("auto")
    AUTO,
    @JsonProperty("stitch")
    STITCH,
    @JsonProperty("rewrite")
    REWRITE
  }

  public enum Compression {
    @JsonProperty("zstd")
    ZSTD,
    @JsonProperty("snappy")
    SNAPPY,
    @JsonProperty("none")
    NONE
  }
}

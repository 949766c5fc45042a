package io.sluice.export.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.base.TableId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a caller asks for. Already checked: the times parse, names are names.
 *
 * @param columns in the order to deliver; none means all of the table's
 * @param changedSince see {@link ChangeTime}; relative times count from the export's creation
 */
@RegisterForReflection
public record ExportRequest(
    TableId table,
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

  /** The fields that may be large, by name. */
  public Map<String, List<?>> lists() {
    return Map.of("columns", columns, "whereFilters", whereFilters, "orderBy", orderBy);
  }

  /** The same of another table. */
  public ExportRequest of(TableId otherTable, Output otherOutput) {
    return new ExportRequest(
        otherTable,
        connection,
        branch,
        columns,
        whereFilters,
        changedSince,
        changedUntil,
        orderBy,
        limit,
        fileType,
        otherOutput);
  }

  /** The same without some of its {@link #lists()}. */
  public ExportRequest without(Set<String> fields) {
    return new ExportRequest(
        table,
        connection,
        branch,
        fields.contains("columns") ? List.of() : columns,
        fields.contains("whereFilters") ? List.of() : whereFilters,
        changedSince,
        changedUntil,
        fields.contains("orderBy") ? List.of() : orderBy,
        limit,
        fileType,
        output);
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
      String destination) {

    /** The same with another file name. */
    public Output named(String otherName) {
      return new Output(otherName, types, merge, compression, destination);
    }
  }

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

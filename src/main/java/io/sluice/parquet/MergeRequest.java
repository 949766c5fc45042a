package io.sluice.parquet;

import io.sluice.csv.CsvSummary;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to make one file of.
 *
 * @param owner the export's id, for logs
 * @param slices in order; none for an empty table
 * @param columns the table's columns in the order of the slices (and of the result), with the types
 *     that were declared for them
 * @param typed whether the backend holds real types, so that Parquet slices would have them
 * @param output the file to write; must not exist
 * @param fileType what the slices are
 * @param csv what CSV slices hold, by slice; those that are missing are counted first
 * @param dialect how CSV slices tell NULL from ''
 * @param compression of the result; none given means: what the slices have where that is compressed
 *     and they need not be rewritten, else zstd
 * @param removeSlices whether slices may be removed as they are consumed, which is done only where
 *     the disk cannot hold both them and the result; else they are left alone
 */
public record MergeRequest(
    String owner,
    List<Path> slices,
    SliceType fileType,
    Map<Path, CsvSummary> csv,
    CsvDialect dialect,
    List<DeclaredColumn> columns,
    boolean typed,
    Types types,
    Mode mode,
    Optional<Compression> compression,
    boolean removeSlices,
    Path output,
    MergeListener listener) {

  public MergeRequest {
    slices = List.copyOf(slices);
    columns = List.copyOf(columns);
    csv = Map.copyOf(csv);
  }

  /** The same, knowing what its CSV slices hold. */
  public MergeRequest counted(Map<Path, CsvSummary> counts) {
    return new MergeRequest(
        owner,
        slices,
        fileType,
        counts,
        dialect,
        columns,
        typed,
        types,
        mode,
        compression,
        removeSlices,
        output,
        listener);
  }

  /**
   * A column as declared (storage-api.md 8).
   *
   * @param baseType STRING, INTEGER, NUMERIC, FLOAT, BOOLEAN, DATE, TIMESTAMP; none is a string
   * @param type the backend's own name, such as TIMESTAMP_LTZ
   * @param length such as {@code 38,9}
   */
  public record DeclaredColumn(
      String name, Optional<String> baseType, Optional<String> type, Optional<String> length) {}

  public enum SliceType {
    CSV,
    PARQUET
  }

  public enum CsvDialect {
    /** Empty and unquoted is NULL, {@code ""} is the empty string. */
    SNOWFLAKE,
    /** NULL and the empty string look alike. */
    BIGQUERY
  }

  public enum Types {
    /** Cast to the declared types. */
    DECLARED,
    /** As delivered. */
    SOURCE
  }

  public enum Mode {
    AUTO,
    STITCH,
    REWRITE
  }

  public enum Compression {
    ZSTD,
    SNAPPY,
    NONE
  }
}

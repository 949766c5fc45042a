package io.sluice.export.model;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The Storage API's side of an export: its job, and the file once there is one.
 *
 * @param jobStatus as the API last said
 * @param dialect how its CSV tells NULL from ''
 * @param typed whether the backend holds real types; false where an older version wrote it
 * @param columns of the slices, in their order
 */
@RegisterForReflection
public record Unload(
    long jobId,
    String jobStatus,
    FileType fileType,
    Dialect dialect,
    boolean typed,
    List<Column> columns,
    OptionalLong fileId) {

  public Unload {
    columns = List.copyOf(columns);
  }

  /** A column and its declared type (storage-api.md 8). */
  @RegisterForReflection
  public record Column(
      String name, Optional<String> baseType, Optional<String> type, Optional<String> length) {}

  public enum FileType {
    CSV,
    PARQUET
  }

  public enum Dialect {
    SNOWFLAKE,
    BIGQUERY
  }

  /** Not asked for yet. */
  public static Unload planned(
      FileType fileType, Dialect dialect, boolean typed, List<Column> columns) {
    return new Unload(0, "", fileType, dialect, typed, columns, OptionalLong.empty());
  }

  /** Asked for: the job that makes it. */
  public Unload inJob(long id, String status) {
    return new Unload(id, status, fileType, dialect, typed, columns, OptionalLong.empty());
  }

  /** Without its columns. */
  public Unload withoutColumns() {
    return new Unload(jobId, jobStatus, fileType, dialect, typed, List.of(), fileId);
  }

  /** To be asked for once more, where Parquet was refused. */
  public Unload asCsv() {
    return planned(FileType.CSV, dialect, typed, columns);
  }

  /** With the job's latest status. */
  public Unload withStatus(String status) {
    return new Unload(jobId, status, fileType, dialect, typed, columns, fileId);
  }

  /** With the file that the job left. */
  public Unload withFile(long id) {
    return new Unload(jobId, jobStatus, fileType, dialect, typed, columns, OptionalLong.of(id));
  }
}

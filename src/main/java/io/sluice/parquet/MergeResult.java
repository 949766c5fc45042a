package io.sluice.parquet;

import java.util.List;

/**
 * The file that was made.
 *
 * @param sha256 of the whole file, lower-case hexadecimal
 * @param md5 of the whole file, lower-case hexadecimal
 * @param reason why this kind of merge was chosen, one sentence
 * @param warnings such as columns that stayed strings
 */
public record MergeResult(
    long rows,
    long bytes,
    String sha256,
    String md5,
    int rowGroups,
    Kind merge,
    String reason,
    List<ResultColumn> columns,
    List<String> warnings) {

  public MergeResult {
    columns = List.copyOf(columns);
    warnings = List.copyOf(warnings);
  }

  /** A column of the result; the type in SQL's words, such as {@code decimal(18,2)}. */
  public record ResultColumn(String name, String type) {}

  public enum Kind {
    SINGLE,
    STITCH,
    REWRITE
  }
}

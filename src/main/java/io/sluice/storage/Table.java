package io.sluice.storage;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A table as the Storage API describes it (storage-api.md 8).
 *
 * @param typed whether the backend holds real types; else every value is text and the declared
 *     types sit in metadata
 * @param rowsCount a statistic that may lag behind
 */
public record Table(
    String id,
    String name,
    boolean typed,
    List<String> primaryKey,
    OptionalLong rowsCount,
    OptionalLong dataSizeBytes,
    Optional<String> lastImportDate,
    List<Column> columns) {

  public Table {
    primaryKey = List.copyOf(primaryKey);
    columns = List.copyOf(columns);
  }

  /**
   * A column and the type that a person would trust most: the definition's, else the metadata's of
   * the provider {@code user}, else another provider's, else none.
   *
   * @param baseType STRING, INTEGER, NUMERIC, FLOAT, BOOLEAN, DATE or TIMESTAMP
   * @param type the backend's own name, such as NUMBER or TIMESTAMP_LTZ
   * @param length as declared, such as {@code 38,9}
   */
  public record Column(
      String name,
      Optional<String> baseType,
      Optional<String> type,
      Optional<String> length,
      boolean nullable) {}
}

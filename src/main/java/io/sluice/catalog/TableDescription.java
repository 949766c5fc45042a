package io.sluice.catalog;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A table.
 *
 * @param typed whether the backend holds real types; else every value is text and the types are
 *     declared beside it
 * @param rows a statistic that may lag behind, as is {@code bytes}
 */
@RegisterForReflection
public record TableDescription(
    String id,
    String name,
    boolean typed,
    List<String> primaryKey,
    OptionalLong rows,
    OptionalLong bytes,
    Optional<String> lastImport,
    List<Column> columns) {

  /** A column and its declared type, where there is one. */
  @RegisterForReflection
  public record Column(
      String name,
      Optional<String> baseType,
      Optional<String> type,
      Optional<String> length,
      boolean nullable) {}
}

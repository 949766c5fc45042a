package io.sluice.sandbox.unload;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which rows and columns to unload, and as what; checked against its table. Equal queries give
 * equal files, so this is the key of the cache (storage-api.md 1.4).
 *
 * @param columns explicit, in the order to deliver
 * @param internalTimestamp adds {@code _timestamp} as the last column
 * @param timezone refused with Parquet
 */
public record Query(
    List<String> columns,
    List<Where> where,
    List<Sort> orderBy,
    Optional<Instant> changedSince,
    Optional<Instant> changedUntil,
    OptionalLong limit,
    FileType fileType,
    boolean gzip,
    boolean internalTimestamp,
    Optional<String> timezone) {

  public Query {
    columns = List.copyOf(columns);
    where = List.copyOf(where);
    orderBy = List.copyOf(orderBy);
  }

  /**
   * A filter; several values with EQ or NE mean IN and NOT IN.
   *
   * @param numeric compare numbers, not texts
   */
  public record Where(String column, Operator operator, List<String> values, boolean numeric) {
    public Where {
      values = List.copyOf(values);
    }
  }

  public record Sort(String column, boolean descending, boolean numeric) {}

  /** The API knows these six and no other. */
  public enum Operator {
    EQ,
    NE,
    GT,
    GE,
    LT,
    LE
  }
}

package io.sluice.sandbox.data;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A table and its truth, for tests to compare with.
 *
 * @param typed whether the backend holds real types; else every value is text
 * @param rowCount rows that it begins with; {@link #row} answers for any number beyond, which is
 *     what appended rows hold
 * @param failure the warehouse's message with which every export of it fails
 */
public record SampleTable(
    String bucket,
    String name,
    boolean typed,
    List<String> primaryKey,
    List<SampleColumn> columns,
    long rowCount,
    Optional<String> failure) {

  /** When row 0 was imported; each further row came a minute later. */
  public static final Instant FIRST_IMPORT = Instant.parse("2026-01-01T00:00:00Z");

  public SampleTable {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
  }

  SampleTable failing(String message) {
    return new SampleTable(
        bucket, name, typed, primaryKey, columns, rowCount, Optional.of(message));
  }

  /** Such as {@code in.c-shop.orders}. */
  public String id() {
    return bucket + "." + name;
  }

  public List<String> columnNames() {
    return columns.stream().map(SampleColumn::name).toList();
  }

  /** The column's place from 0, or -1. */
  public int indexOf(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    return -1;
  }

  public SampleColumn column(String column) {
    return columns.get(indexOf(column));
  }

  /** All cells of a row; null is SQL's NULL. */
  public String[] row(long number) {
    String[] cells = new String[columns.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = columns.get(i).cell().at(number);
    }
    return cells;
  }

  /** The rows that the table begins with, made one by one. */
  public Stream<String[]> rows() {
    return LongStream.range(0, rowCount).mapToObj(this::row);
  }

  /** When the row was imported, for rows that the table begins with. */
  public Instant importedAt(long number) {
    return FIRST_IMPORT.plusSeconds(60 * number);
  }

  /** The sum of a numeric column over {@link #rows}; NULLs and empty texts do not count. */
  public BigDecimal sum(String column) {
    Cell cell = column(column).cell();
    return LongStream.range(0, rowCount)
        .mapToObj(cell::at)
        .filter(text -> text != null && !text.isEmpty())
        .map(BigDecimal::new)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}

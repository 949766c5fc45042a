package io.sluice.sandbox.data;

import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A table's content at one moment.
 *
 * @param firstRow rows before it have been deleted
 * @param endRow the number after the last row's
 * @param appends when the rows from a number on were appended
 */
public record TableSnapshot(
    SampleTable table, long firstRow, long endRow, NavigableMap<Long, Instant> appends) {

  public TableSnapshot {
    appends = new TreeMap<>(appends);
  }

  /** The table as it begins. */
  public static TableSnapshot of(SampleTable table) {
    return new TableSnapshot(table, 0, table.rowCount(), new TreeMap<>());
  }

  public TableSnapshot append(long rows, Instant at) {
    TableSnapshot grown = new TableSnapshot(table, firstRow, endRow + rows, appends);
    grown.appends.put(endRow, at);
    return grown;
  }

  public TableSnapshot deleteAll() {
    return new TableSnapshot(table, endRow, endRow, appends);
  }

  public long rowCount() {
    return endRow - firstRow;
  }

  public Instant importedAt(long row) {
    var append = appends.floorEntry(row);
    return append == null ? table.importedAt(row) : append.getValue();
  }
}

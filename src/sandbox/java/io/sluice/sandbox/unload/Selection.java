package io.sluice.sandbox.unload;

import io.sluice.sandbox.data.Cell;
import io.sluice.sandbox.data.SampleColumn;
import io.sluice.sandbox.data.TableSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;

/**
 * The rows and columns that a query picks of a table. Rows are held in memory only to sort them.
 */
final class Selection {
  private record Keyed(long row, List<Object> keys) {}

  private final TableSnapshot snapshot;
  private final Query query;

  Selection(TableSnapshot snapshot, Query query) {
    this.snapshot = snapshot;
    this.query = query;
  }

  List<SampleColumn> columns() {
    List<SampleColumn> columns = new ArrayList<>();
    query.columns().forEach(name -> columns.add(snapshot.table().column(name)));
    if (query.internalTimestamp()) {
      columns.add(InternalTimestamp.of(snapshot));
    }
    return columns;
  }

  PrimitiveIterator.OfLong rows() {
    LongStream matching = LongStream.range(snapshot.firstRow(), snapshot.endRow());
    for (Query.Where where : query.where()) {
      Cell cell = snapshot.table().column(where.column()).cell();
      matching = matching.filter(row -> Comparison.passes(where, cell.at(row)));
    }
    if (query.changedSince().isPresent()) {
      var since = query.changedSince().get();
      matching = matching.filter(row -> !snapshot.importedAt(row).isBefore(since));
    }
    if (query.changedUntil().isPresent()) {
      var until = query.changedUntil().get();
      matching = matching.filter(row -> snapshot.importedAt(row).isBefore(until));
    }
    LongStream ordered = query.orderBy().isEmpty() ? matching : sorted(matching);
    return (query.limit().isPresent() ? ordered.limit(query.limit().getAsLong()) : ordered)
        .iterator();
  }

  private LongStream sorted(LongStream rows) {
    List<Query.Sort> sorts = query.orderBy();
    Comparator<Keyed> order = by(0);
    for (int i = 1; i < sorts.size(); i++) {
      order = order.thenComparing(by(i));
    }
    return rows.mapToObj(this::keyed).sorted(order).mapToLong(Keyed::row);
  }

  private Comparator<Keyed> by(int key) {
    return Comparator.comparing(
        keyed -> keyed.keys().get(key), Comparison.sortKeys(query.orderBy().get(key)));
  }

  private Keyed keyed(long row) {
    List<Object> keys = new ArrayList<>(query.orderBy().size());
    for (Query.Sort sort : query.orderBy()) {
      keys.add(Comparison.sortKey(sort, snapshot.table().column(sort.column()).cell().at(row)));
    }
    return new Keyed(row, keys);
  }
}

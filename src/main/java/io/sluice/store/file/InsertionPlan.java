package io.sluice.store.file;

import io.sluice.store.Insertion;
import io.sluice.store.Insertion.KeyTaken;
import io.sluice.store.Insertion.Stored;
import io.sluice.store.Newcomer;
import io.sluice.store.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an insertion comes to.
 *
 * @param rows to write before that is the answer
 * @param parts of those rows
 */
record InsertionPlan(Insertion answer, List<Row> rows, Map<String, byte[]> parts) {

  /** Nobody else may change the index before the rows stand in it. */
  static InsertionPlan of(List<Newcomer> newcomers, RowIndex index) {
    List<String> holders = index.holders(newcomers);
    if (!holders.isEmpty()) {
      return new InsertionPlan(new KeyTaken(holders), List.of(), Map.of());
    }
    List<Row> rows = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    Map<String, byte[]> parts = new HashMap<>();
    for (Newcomer newcomer : newcomers) {
      Row row = newcomer.row();
      Optional<String> equal =
          newcomer.joins() ? index.underWay(row.labels().digest()) : Optional.empty();
      ids.add(equal.orElse(row.id()));
      if (equal.isEmpty()) {
        rows.add(row);
        parts.putAll(newcomer.parts());
      }
    }
    return new InsertionPlan(new Stored(ids), rows, parts);
  }
}

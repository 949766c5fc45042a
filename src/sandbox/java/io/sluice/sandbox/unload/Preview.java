package io.sluice.sandbox.unload;

import io.sluice.sandbox.data.SampleColumn;
import io.sluice.sandbox.data.TableSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.PrimitiveIterator;

/** The first rows with a line of names before them. Blocks: call it on a worker thread. */
public final class Preview {
  private static final int ROWS = 100;
  private static final int MOST_ROWS = 1_000;

  private Preview() {}

  /** At most 1,000 rows, 100 where the query has no limit. */
  public static byte[] csv(TableSnapshot snapshot, Query query) throws IOException {
    Selection selection = new Selection(snapshot, query);
    List<SampleColumn> columns = selection.columns();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CsvSlice slice = new CsvSlice(out, Dialect.SNOWFLAKE, false, columns, "")) {
      slice.write(columns.stream().map(SampleColumn::name).toArray(String[]::new));
      PrimitiveIterator.OfLong rows = selection.rows();
      long limit = Math.min(MOST_ROWS, query.limit().orElse(ROWS));
      for (long count = 0; count < limit && rows.hasNext(); count++) {
        long row = rows.nextLong();
        slice.write(columns.stream().map(column -> column.cell().at(row)).toArray(String[]::new));
      }
    }
    return out.toByteArray();
  }
}

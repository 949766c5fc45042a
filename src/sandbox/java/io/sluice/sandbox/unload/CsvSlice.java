package io.sluice.sandbox.unload;

import io.sluice.sandbox.data.BaseType;
import io.sluice.sandbox.data.SampleColumn;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Header-less CSV (storage-api.md 5). Snowflake quotes every string, and a NULL is empty without
 * quotes; BigQuery quotes where it must, and NULL and the empty text look alike.
 */
final class CsvSlice implements SliceWriter {
  private final OutputStream out;
  private final Dialect dialect;
  private final boolean[] quoted;
  private final boolean[] timestamps;
  private final String timestampEnding;
  private final StringBuilder line = new StringBuilder(256);

  CsvSlice(
      OutputStream out,
      Dialect dialect,
      boolean typed,
      List<SampleColumn> columns,
      String timestampEnding) {
    this.out = out;
    this.timestampEnding = timestampEnding;
    this.dialect = dialect;
    this.quoted = new boolean[columns.size()];
    this.timestamps = new boolean[columns.size()];
    for (int i = 0; i < quoted.length; i++) {
      BaseType type = columns.get(i).type();
      quoted[i] = !typed || type == BaseType.STRING;
      timestamps[i] = typed && type == BaseType.TIMESTAMP;
    }
  }

  @Override
  public void write(String[] cells) throws IOException {
    line.setLength(0);
    for (int i = 0; i < cells.length; i++) {
      if (i > 0) {
        line.append(',');
      }
      if (cells[i] != null) {
        append(cells[i], i);
      }
    }
    line.append('\n');
    out.write(line.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void append(String cell, int column) {
    boolean quote =
        switch (dialect) {
          case SNOWFLAKE -> quoted[column];
          case BIGQUERY -> needsQuotes(cell);
        };
    if (quote) {
      line.append('"').append(cell.replace("\"", "\"\"")).append('"');
    } else {
      line.append(cell);
    }
    if (timestamps[column]) {
      line.append(timestampEnding);
    }
  }

  private static boolean needsQuotes(String cell) {
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (c == '"' || c == ',' || c == '\n' || c == '\r') {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}

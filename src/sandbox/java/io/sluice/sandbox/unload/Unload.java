package io.sluice.sandbox.unload;

import io.sluice.sandbox.data.SampleColumn;
import io.sluice.sandbox.data.TableSnapshot;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.PrimitiveIterator;

/**
 * Writes what a query picks into slices. Blocks: call it on a worker thread. Memory is one row
 * group of one slice, besides the row numbers where they are sorted.
 *
 * @param rowsPerSlice at most so many rows a slice
 * @param rowsPerGroup at most so many rows a Parquet row group
 * @param emptyLast whether BigQuery adds a slice without rows
 * @param fractionalSeconds whether Snowflake's timestamps in CSV have nine decimals
 */
public record Unload(
    Dialect dialect,
    int rowsPerSlice,
    int rowsPerGroup,
    boolean emptyLast,
    boolean fractionalSeconds) {
  private static final int BUFFER = 128 * 1024;

  /**
   * The slices, in order.
   *
   * @throws UnloadFailure where the warehouse would refuse
   */
  public List<SliceFile> into(Path directory, TableSnapshot snapshot, Query query)
      throws IOException {
    Selection selection = new Selection(snapshot, query);
    refuseWhatTheWarehouseRefuses(snapshot, query, selection.columns());
    PrimitiveIterator.OfLong rows = selection.rows();
    List<SliceFile> slices = new ArrayList<>();
    while (rows.hasNext()) {
      slices.add(slice(directory, slices.size(), snapshot, query, selection.columns(), rows));
    }
    // Snowflake writes no file for no rows; BigQuery one without rows (storage-api.md 5).
    if (dialect == Dialect.BIGQUERY && (slices.isEmpty() || emptyLast)) {
      slices.add(slice(directory, slices.size(), snapshot, query, selection.columns(), rows));
    }
    return slices;
  }

  private void refuseWhatTheWarehouseRefuses(
      TableSnapshot snapshot, Query query, List<SampleColumn> columns) {
    snapshot
        .table()
        .failure()
        .ifPresent(
            message -> {
              throw new UnloadFailure(message);
            });
    if (query.fileType() == FileType.PARQUET && query.timezone().isPresent()) {
      throw new UnloadFailure("Timezone option is not supported for Parquet exports.");
    }
    if (query.fileType() == FileType.PARQUET
        && snapshot.table().typed()
        && dialect == Dialect.SNOWFLAKE) {
      columns.stream()
          .map(SampleColumn::declared)
          .filter(type -> type.equals("TIMESTAMP_TZ") || type.equals("TIMESTAMP_LTZ"))
          .findFirst()
          .ifPresent(
              type -> {
                throw new UnloadFailure(
                    "Error encountered when unloading to PARQUET: TIMESTAMP_TZ and LTZ types are"
                        + " not supported for unloading to Parquet. value get: "
                        + type);
              });
    }
  }

  private SliceFile slice(
      Path directory,
      int number,
      TableSnapshot snapshot,
      Query query,
      List<SampleColumn> columns,
      PrimitiveIterator.OfLong rows)
      throws IOException {
    String name = dialect.sliceName(number, query.fileType(), query.gzip());
    Path path = directory.resolve("slice" + name);
    MessageDigest md5 = md5();
    long count = 0;
    try (OutputStream file =
            new BufferedOutputStream(
                new DigestOutputStream(Files.newOutputStream(path), md5), BUFFER);
        SliceWriter writer = writer(file, snapshot.table().typed(), columns, query)) {
      String[] cells = new String[columns.size()];
      for (; count < rowsPerSlice && rows.hasNext(); count++) {
        long row = rows.nextLong();
        for (int i = 0; i < cells.length; i++) {
          cells[i] = columns.get(i).cell().at(row);
        }
        writer.write(cells);
      }
    }
    return new SliceFile(
        name, path, count, Files.size(path), HexFormat.of().formatHex(md5.digest()));
  }

  private SliceWriter writer(
      OutputStream file, boolean typed, List<SampleColumn> columns, Query query)
      throws IOException {
    return switch (query.fileType()) {
      case CSV ->
          new CsvSlice(
              query.gzip() ? new FastGzip(file) : file, dialect, typed, columns, timestampEnding());
      case PARQUET -> new ParquetSlice(file, dialect, typed, columns, query.gzip(), rowsPerGroup);
    };
  }

  private String timestampEnding() {
    return switch (dialect) {
      case BIGQUERY -> " UTC";
      case SNOWFLAKE -> fractionalSeconds ? ".000000000" : "";
    };
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}

package io.sluice.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The slices that merges are measured with: 24 of 350,000 rows and eight columns (bigint, three
 * strings, decimal, double, timestamp, date), snappy, row groups of 122,880 rows, 570 MB in all.
 * The first six of them as Snowflake unloads CSV: gzip, every value quoted.
 */
final class MergeSample {
  private static final int SLICES = 24;
  private static final int ROWS = 350_000;
  private static final int CSV_SLICES = 6;

  private MergeSample() {}

  /** Makes it, {@code copies} times over: what is beyond the first are links, not bytes. */
  static void make(Path directory, int copies) {
    try (Duck duck = new Duck()) {
      Files.createDirectories(directory);
      for (int slice = 0; slice < SLICES; slice++) {
        String query = query((long) slice * ROWS, (slice + 1L) * ROWS);
        Path first =
            duck.parquet(
                file(directory, slice), query, ", COMPRESSION snappy, ROW_GROUP_SIZE 122880");
        for (int copy = 1; copy < copies; copy++) {
          Files.createLink(file(directory, copy * SLICES + slice), first);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the CSV slices of what {@link #make} made. */
  static void makeCsv(Path parquet, Path directory) throws IOException {
    Files.createDirectories(directory);
    try (Duck duck = new Duck()) {
      for (Path slice : slices(parquet).subList(0, CSV_SLICES)) {
        duck.run(
            "COPY (SELECT * FROM '%s') TO '%s' (FORMAT csv, HEADER false, FORCE_QUOTE *, COMPRESSION gzip)"
                .formatted(slice, directory.resolve(slice.getFileName() + ".csv.gz")));
      }
    }
  }

  /** The columns of the slices, in DuckDB's words and with the base type that is declared. */
  static Merging declare(Merging merging) {
    return merging
        .column("id", "INTEGER")
        .column("token", "STRING")
        .column("status", "STRING")
        .column("customer", "STRING")
        .column("amount", "NUMERIC", "NUMBER", "18,2")
        .column("ratio", "FLOAT")
        .column("created_at", "TIMESTAMP")
        .column("day", "DATE");
  }

  static String duckDbColumns() {
    return "{'id': 'BIGINT', 'token': 'VARCHAR', 'status': 'VARCHAR', 'customer': 'VARCHAR',"
        + " 'amount': 'DECIMAL(18,2)', 'ratio': 'DOUBLE', 'created_at': 'TIMESTAMP', 'day': 'DATE'}";
  }

  private static Path file(Path directory, int slice) {
    return directory.resolve(String.format(Locale.ROOT, "slice-%05d.parquet", slice));
  }

  static List<Path> slices(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static String query(long from, long to) {
    return """
        SELECT i AS id,
          md5(CAST(i AS VARCHAR)) AS token,
          ['new', 'paid', 'shipped', 'returned', 'cancelled'][1 + CAST(hash(i) %% 5 AS INT)] AS status,
          'customer ' || (hash(i + 1) %% 200000) || ' of '
            || ['Praha', 'Brno', 'Ostrava', 'Plzeň', 'Liberec'][1 + CAST(hash(i + 2) %% 5 AS INT)]
            AS customer,
          CAST(CAST(hash(i + 3) %% 10000000 AS BIGINT) / 100 AS DECIMAL(18, 2)) AS amount,
          CAST(hash(i + 4) %% 1000000007 AS DOUBLE) / 1000000007 AS ratio,
          TIMESTAMP '2024-01-01' + INTERVAL 1 SECOND * (i * 3 + CAST(hash(i + 5) %% 3 AS INT))
            AS created_at,
          DATE '2020-01-01' + CAST(hash(i + 6) %% 2000 AS INT) AS day
        FROM range(%d, %d) r(i)"""
        .formatted(from, to);
  }
}

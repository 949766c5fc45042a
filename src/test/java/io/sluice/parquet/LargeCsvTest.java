package io.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.parquet.plan.ScanMemory;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slice of CSV is read in portions where Arrow would parse far ahead of its reader. */
class LargeCsvTest {
  private static final int BLOCK_ROWS = 1 << 19;

  @TempDir Path directory;

  @Test
  void manyShortRecordsTakeBoundedMemory() throws IOException {
    // Given: 80 MB of text that are 200 MB as vectors
    int blocks = 80;
    Path slice = directory.resolve("slice.csv.gz");
    byte[] block = "1\n".repeat(BLOCK_ROWS).getBytes(StandardCharsets.US_ASCII);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(slice))) {
      for (int i = 0; i < blocks; i++) {
        out.write(block);
      }
    }
    Merging merging = new Merging(directory).csv(slice).column("n", "INTEGER");
    try (NativePeak peak = new NativePeak()) {

      // When
      MergeResult result = merging.run();

      // Then
      assertThat(result.rows()).isEqualTo((long) blocks * BLOCK_ROWS);
      assertThat(peak.bytes()).isBetween(16L << 20, ScanMemory.ofCsv(2).bytes());
    }
  }

  @Test
  void everyValueOfALargeSliceKeepsItsPlace() throws IOException {
    // Given: quoted values with all that could look like a record's end
    int rows = 600_000;
    Path slice = directory.resolve("slice.csv");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(slice))) {
      for (int i = 0; i < rows; i++) {
        String text = i % 3 == 0 ? "" : "\"a \"\"" + i + "\"\",\r\n" + "ž\n".repeat(i % 50) + "\"";
        out.write((i + "," + text + (i % 2 == 0 ? "\r\n" : "\n")).getBytes(StandardCharsets.UTF_8));
      }
    }
    Merging merging =
        new Merging(directory).csv(slice).column("id", "INTEGER").column("t", "STRING");

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.rows()).isEqualTo(rows);
    try (Duck duck = new Duck()) {
      assertThat(
              duck.rows(
                  "SELECT count(*), min(id), max(id), count(t) FROM '%s' WHERE id = file_row_number"
                          .replace("'%s'", "read_parquet('%s', file_row_number = true)")
                          .formatted(merging.output())
                      + " AND t IS NOT DISTINCT FROM CASE WHEN id % 3 <> 0 THEN"
                      + " 'a \"' || id || '\",' || chr(13) || chr(10)"
                      + " || repeat('ž' || chr(10), CAST(id % 50 AS INT)) END"))
          .containsExactly(List.of("600000", "0", "599999", "400000"));
    }
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("slice.csv", "result.parquet");
  }
}

package io.sluice.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.parquet.MergeRequest.CsvDialect;
import io.sluice.parquet.MergeRequest.Types;
import io.sluice.parquet.MergeResult;
import io.sluice.parquet.Merging;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;

/** A CSV slice of three columns, plain or packed: what comes out is held against a plain reader. */
final class CsvTarget implements Target {
  private static final int COLUMNS = 3;

  private final boolean packed;
  private final CsvMutator csv = new CsvMutator();
  private final ByteMutator gzip = new ByteMutator(List.of(new byte[] {0x1f, (byte) 0x8b, 8, 0}));
  private final Merged merged = new Merged();

  /**
   * @param packed whether gzip's own bytes are changed
   */
  CsvTarget(boolean packed) {
    this.packed = packed;
  }

  @Override
  public String name() {
    return packed ? "csv-gzip" : "csv";
  }

  @Override
  public byte[] mutate(List<byte[]> corpus, Choices choices) {
    byte[] entry = choices.of(corpus);
    byte[] other = choices.of(corpus);
    return packed ? gzip.mutate(entry, other, choices) : csv.mutate(entry, other, choices);
  }

  @Override
  public String run(byte[] bytes) throws Exception {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    Choices choices = Choices.seeded(checksum.getValue());
    CsvDialect dialect = choices.of(List.of(CsvDialect.values()));
    Types types = choices.of(List.of(Types.values()));
    Merging merging =
        merged
            .merging()
            .csv(merged.slice(packed ? "slice.csv.gz" : "slice.csv", bytes))
            .dialect(dialect)
            .types(types)
            .column("id", choices.oneIn(2) ? "INTEGER" : "FLOAT")
            .column("t", choices.oneIn(2) ? "STRING" : "BOOLEAN")
            .column("n", choices.of(List.of("NUMERIC", "DATE", "TIMESTAMP")), "", "");
    return merged.outcome(merging, (result, file) -> look(bytes, types, result, file));
  }

  private void look(byte[] bytes, Types types, MergeResult result, Path file) throws IOException {
    List<List<String>> records = PlainCsv.records(plain(bytes));
    assertThat(result.rows()).isEqualTo(records.size());
    assertThat(records).allSatisfy(record -> assertThat(record).hasSize(COLUMNS));
    if (types == Types.SOURCE) {
      assertThat(merged.duck().texts(file)).isEqualTo(records);
    } else {
      assertThat(merged.duck().everyRow(file)).isEqualTo(records.size());
    }
  }

  private String plain(byte[] bytes) throws IOException {
    if (!packed || bytes.length == 0) {
      return text(bytes);
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return text(in.readAllBytes());
    }
  }

  /** Strictly: what is no text may not become one. */
  private static String text(byte[] bytes) throws IOException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  @Override
  public void close() throws IOException {
    merged.close();
  }
}

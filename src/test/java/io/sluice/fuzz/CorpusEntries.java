package io.sluice.fuzz;

import io.sluice.parquet.Duck;
import io.sluice.store.Document;
import io.sluice.store.Labels;
import io.sluice.store.Row;
import io.sluice.store.SampleRows;
import io.sluice.store.file.RowBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** Makes the entries of the corpus that are not text. */
final class CorpusEntries {
  private static final String MIXED =
      "SELECT i AS id, CASE WHEN i % 7 > 0 THEN 'n' || (i % 5) END AS t,"
          + " md5(CAST(i AS VARCHAR)) AS u FROM range(0, 60) r(i)";
  private static final String TYPES =
      "SELECT (i % 3)::INTEGER AS id, i % 2 = 0 AS b, i::DOUBLE / 3 AS d, (i / 7)::FLOAT AS f,"
          + " (i * 7)::DECIMAL(9, 3) AS n, -(hash(i)::DECIMAL(38, 0)) AS m,"
          + " DATE '1999-12-31' + i::INTEGER AS day,"
          + " make_timestamp(1700000000000000 + i * 1000001) AS at,"
          + " encode('b' || i) AS raw FROM range(0, 40) r(i)";

  private static final Path FIXTURES = Path.of("src/test/resources/data-directory");
  private static final Map<String, String> EARLIER =
      Map.of(
          "format-1.json", "format-1/exports/01a212d9-b9ae-7000-9f20-19ccfcc3d439",
          "format-2-done.json", "format-2/exports/01a2211f-2902-7000-95a4-fd65972b8201",
          "format-2-batch.json", "format-2/exports/01a2211f-50e9-7001-a87e-4bacf220102d",
          "format-2-parts.json", "format-2/exports/01a2211f-9349-7000-9821-7696be0fbc7d");

  private CorpusEntries() {}

  static Map<Path, byte[]> made() throws IOException {
    Map<Path, byte[]> entries = new LinkedHashMap<>();
    parquet(entries, "mixed-snappy", MIXED, ", COMPRESSION snappy");
    parquet(entries, "mixed-zstd", MIXED, ", COMPRESSION zstd");
    parquet(entries, "mixed-gzip", MIXED, ", COMPRESSION gzip");
    parquet(entries, "mixed-plain", MIXED, ", COMPRESSION uncompressed");
    parquet(entries, "mixed-lz4", MIXED, ", COMPRESSION lz4_raw");
    parquet(entries, "mixed-v2", MIXED, ", COMPRESSION snappy, PARQUET_VERSION v2");
    parquet(entries, "types-snappy", TYPES, ", COMPRESSION snappy");
    parquet(entries, "types-v2-zstd", TYPES, ", COMPRESSION zstd, PARQUET_VERSION v2");
    parquet(entries, "types-v2-plain", TYPES, ", COMPRESSION uncompressed, PARQUET_VERSION v2");
    parquet(entries, "empty", MIXED + " WHERE i < 0", "");
    parquet(
        entries,
        "groups",
        "SELECT i AS id, 'x' || i AS t FROM range(0, 4500) r(i) WHERE i % 50 = 0 OR i < 4096",
        ", COMPRESSION zstd, ROW_GROUP_SIZE 2048");
    parquet(
        entries,
        "nested",
        "SELECT i AS id, [i, i + 1] AS list, {'a': i, 'b': 'x'} AS struct FROM range(0, 20) r(i)",
        "");
    rows(entries);
    for (Path csv : Corpus.files("csv")) {
      entries.put(
          Corpus.ROOT.resolve("csv-gzip").resolve(csv.getFileName() + ".gz"),
          packed(Corpus.read(csv)));
    }
    return entries;
  }

  /** Those of earlier formats say where their results lay. */
  private static void rows(Map<Path, byte[]> entries) {
    EARLIER.forEach(
        (name, file) -> {
          byte[] open = RowBytes.opened(Corpus.read(FIXTURES.resolve(file + "/export.json")));
          String text = new String(open, StandardCharsets.UTF_8).replace("/tmp/", "/");
          entries.put(
              Corpus.ROOT.resolve("rows").resolve(name),
              RowBytes.sealed(text.getBytes(StandardCharsets.UTF_8)));
        });
    Labels labels = SampleRows.keyed("monday", Optional.of("ada"), Set.of("nightly"));
    Row row =
        new Row(
            "01a2211f-2902-7000-95a4-fd65972b8201",
            14,
            3,
            labels,
            Document.of(
                "{\"id\":\"x\",\"nested\":{\"a\":[1,null]}}".getBytes(StandardCharsets.UTF_8)),
            Set.of(SampleRows.PART));
    entries.put(Corpus.ROOT.resolve("rows").resolve("format-3.json"), RowBytes.of(row));
  }

  private static void parquet(Map<Path, byte[]> entries, String name, String query, String options)
      throws IOException {
    Path file = Files.createTempFile(name, ".parquet");
    try (Duck duck = new Duck()) {
      duck.parquet(file, query, options);
      entries.put(
          Corpus.ROOT.resolve("parquet").resolve(name + ".parquet"), Files.readAllBytes(file));
    } finally {
      Files.delete(file);
    }
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }
}

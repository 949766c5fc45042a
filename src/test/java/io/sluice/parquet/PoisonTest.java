package io.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.parquet.MergeRequest.Mode;
import io.sluice.parquet.MergeRequest.Types;
import io.sluice.parquet.file.RowGroupSize;
import io.sluice.parquet.file.SliceFooter;
import io.sluice.parquet.merge.LocalParquetMerge;
import io.sluice.parquet.plan.ScanMemory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.arrow.dataset.jni.NativeMemoryPool;
import org.apache.parquet.format.PageHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a slice decodes to is known before Arrow decodes it. */
class PoisonTest {
  private static final int ROWS = 65_536;

  @TempDir Path directory;

  /** A small file and what it decodes to, in MiB. */
  record Poison(String name, PoisonSlices slice, long decodes) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Poison> poisons() {
    return Stream.of(
        new Poison("dict64k", new PoisonSlices(ROWS).texts("t", PoisonSlices.text(65_536)), 4_096),
        new Poison("dict16k", new PoisonSlices(ROWS).texts("t", PoisonSlices.text(16_384)), 1_024),
        new Poison(
            "plain64k",
            new PoisonSlices(ROWS)
                .texts("t", PoisonSlices.text(65_536))
                .texts("n", new byte[] {'1'}),
            4_096),
        new Poison("page2g", new PoisonSlices(1).oneText("t", 1_900_000_000), 1_811),
        new Poison("rows500m", new PoisonSlices(500_000_000).numbers("n"), 3_814));
  }

  @ParameterizedTest
  @MethodSource("poisons")
  void whatDecodesToGigabytesIsRefusedByNameBeforeArrowSeesIt(Poison poison) {
    // Given
    Path slice = poison.slice.write(directory.resolve("poison.parquet"));
    Merging merging = new Merging(directory).parquet(slice).types(Types.SOURCE).mode(Mode.REWRITE);
    long before = NativeMemoryPool.getDefault().getBytesAllocated();

    // When
    assertThatThrownBy(merging::run)
        // Then
        .isInstanceOfSatisfying(
            SluiceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.SLICE_TOO_LARGE);
              assertThat(e.getMessage())
                  .contains("poison.parquet", "decode to " + poison.decodes + " MiB", "fileType");
            });
    assertThat(slice.toFile().length()).isLessThan(60_000);
    assertThat(NativeMemoryPool.getDefault().getBytesAllocated()).isEqualTo(before);
    assertThat(merging.output()).doesNotExist();
  }

  @Test
  void aRequestWithoutAnyOptionIsRefusedAsWell() {
    // Given
    Path slice =
        new PoisonSlices(ROWS)
            .texts("t", PoisonSlices.text(65_536))
            .texts("n", new byte[] {'1'})
            .write(directory.resolve("plain64k.parquet"));
    Merging merging =
        new Merging(directory).parquet(slice).column("t", "STRING").column("n", "INTEGER");

    // When
    assertThatThrownBy(merging::run)
        // Then
        .hasMessageContaining("in the column \"t\"");
  }

  @Test
  void wideRowsAreScannedInSmallBatchesThatKeepTheBudget() {
    // Given
    int groups = 12;
    PoisonSlices slices = new PoisonSlices(8_192);
    for (int group = 0; group < groups; group++) {
      slices = (group == 0 ? slices : slices.nextGroup()).texts("t", PoisonSlices.text(8_192));
    }
    Path slice = slices.write(directory.resolve("wide.parquet"));
    Merging merging =
        new Merging(directory)
            .parquet(slice)
            .types(Types.SOURCE)
            .mode(Mode.REWRITE)
            .listener(rows -> {});
    try (NativePeak peak = new NativePeak()) {

      // When
      MergeResult result = merging.run();

      // Then
      long needed = ScanMemory.of(List.of(SliceFooter.read(slice)), 300L << 20, 1L << 30).bytes();
      assertThat(result.rows()).isEqualTo(8_192L * groups);
      assertThat(needed).isLessThan(300L << 20);
      assertThat(peak.bytes()).isBetween(64L << 20, needed);
    }
  }

  @Test
  void aSliceThatIsReadInPortionsKeepsEveryValueInItsPlace() {
    // Given
    Path slice = directory.resolve("large.parquet");
    LocalParquetMerge small =
        new LocalParquetMerge(Merging.config(Map.of("sluice.merge.memory-limit", "160M")));
    Merging merging =
        new Merging(directory).parquet(slice).types(Types.SOURCE).mode(Mode.REWRITE).with(small);
    String rows = "SELECT * FROM read_parquet('%s', file_row_number = true)";
    try (Duck duck = new Duck()) {
      duck.parquet(
          slice,
          "SELECT i, md5(CAST(i AS VARCHAR)) AS t, CASE WHEN i % 3 = 0 THEN 'n' || (i % 9) END AS n"
              + " FROM range(0, 1000000) r(i)",
          ", ROW_GROUP_SIZE 30720");
      long wanted = 32L << 20;
      assertThat(ScanMemory.of(List.of(SliceFooter.read(slice)), wanted, 1L << 30).portions())
          .hasEntrySatisfying(slice, portions -> assertThat(portions).hasSizeGreaterThan(3));

      // When
      merging.run();

      // Then
      assertThat(duck.rows(rows.formatted(slice) + " EXCEPT " + rows.formatted(merging.output())))
          .isEmpty();
      assertThat(duck.rows("SELECT count(*) FROM '" + merging.output() + "'").get(0))
          .containsExactly("1000000");
      assertThat(directory.toFile().list())
          .containsExactlyInAnyOrder("large.parquet", "result.parquet");
    }
  }

  @ParameterizedTest
  @CsvSource({"snappy", "zstd", "gzip", "uncompressed"})
  void whatRowsNameIsCountedWhereTheLongestTextWouldPromiseTooMuch(String codec) {
    // Given: one text of 100,000 bytes among many of 20
    Path slice;
    long texts;
    try (Duck duck = new Duck()) {
      String query =
          "SELECT CASE WHEN i = 77 THEN repeat('x', 100000) WHEN i % 5 = 0 THEN NULL"
              + " ELSE 'a text of 20 bytes ' || (i % 7) END AS t FROM range(0, 100000) r(i)";
      slice = duck.parquet(directory.resolve("a.parquet"), query, ", COMPRESSION " + codec);
      texts = Long.parseLong(duck.rows("SELECT sum(strlen(t)) FROM '" + slice + "'").get(0).get(0));
    }

    // When
    long decoded =
        RowGroupSize.of(SliceFooter.read(slice)).stream().mapToLong(RowGroupSize::decoded).sum();

    // Then
    assertThat(decoded).isBetween(texts + 700_000, texts + 1_000_000);
  }

  static Stream<Consumer<PageHeader>> lies() {
    return Stream.of(
        header -> header.setUncompressed_page_size(-1),
        header -> header.setCompressed_page_size(-1),
        header -> header.setCompressed_page_size(1_000_000),
        header -> ifData(header, 1),
        header -> ifData(header, ROWS + 1),
        header -> ifData(header, -1),
        header -> ifDictionary(header, -1),
        header -> ifDictionary(header, 1_000_000_000),
        header -> header.unsetData_page_header());
  }

  private static void ifData(PageHeader header, int values) {
    if (header.isSetData_page_header()) {
      header.getData_page_header().setNum_values(values);
    }
  }

  private static void ifDictionary(PageHeader header, int values) {
    if (header.isSetDictionary_page_header()) {
      header.getDictionary_page_header().setNum_values(values);
    }
  }

  @ParameterizedTest
  @MethodSource("lies")
  void aPageThatContradictsItsColumnIsCorruptBeforeArrowSeesIt(Consumer<PageHeader> lie) {
    // Given
    SliceFooter footer =
        SliceFooter.read(
            new PoisonSlices(ROWS)
                .lying(lie)
                .texts("t", PoisonSlices.text(10))
                .write(directory.resolve("lie.parquet")));

    // When
    assertThatThrownBy(() -> RowGroupSize.of(footer))
        // Then
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SLICE_CORRUPT));
  }
}

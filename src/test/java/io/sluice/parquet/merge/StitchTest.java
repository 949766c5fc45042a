package io.sluice.parquet.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.parquet.Duck;
import io.sluice.parquet.MergeRequest;
import io.sluice.parquet.MergeRequest.Compression;
import io.sluice.parquet.MergeRequest.Mode;
import io.sluice.parquet.MergeRequest.Types;
import io.sluice.parquet.MergeResult;
import io.sluice.parquet.MergeResult.Kind;
import io.sluice.parquet.Merging;
import io.sluice.parquet.file.SliceFooter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StitchTest {
  private static final String ROWS =
      "SELECT i AS id, 'n' || (i %% 100) AS name, CAST(i AS DOUBLE) / 3 AS ratio FROM range(%d, %d) r(i)";

  @TempDir Path directory;
  private final Duck duck = new Duck();

  @AfterEach
  void close() {
    duck.close();
  }

  private Path slice(String name, int from, int to) {
    return duck.parquet(directory.resolve(name + ".parquet"), ROWS.formatted(from, to));
  }

  private Path rewritten(String name, int from, int to) throws IOException {
    Path own = Files.createDirectories(directory.resolve(name));
    Merging merging =
        new Merging(own)
            .parquet(duck.parquet(own.resolve("a.parquet"), ROWS.formatted(from, to)))
            .types(Types.SOURCE)
            .mode(Mode.REWRITE);
    merging.run();
    return merging.output();
  }

  @Test
  void stitchedSlicesHoldEveryRowOfThem() {
    // Given
    Merging merging =
        new Merging(directory)
            .parquet(slice("a", 0, 150_000), slice("b", 150_000, 400_000), slice("c", 0, 0))
            .types(Types.SOURCE)
            .mode(Mode.STITCH);

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.merge()).isEqualTo(Kind.STITCH);
    assertThat(result.rows()).isEqualTo(400_000);
    assertThat(duck.hashes("'" + merging.output() + "'", "id"))
        .isEqualTo(duck.hashes("(" + ROWS.formatted(0, 400_000) + ")", "id"));
  }

  @Test
  void digestsAreThoseOfTheFile() throws Exception {
    // Given
    Merging merging =
        new Merging(directory)
            .parquet(slice("a", 0, 150_000), slice("b", 150_000, 300_000))
            .types(Types.SOURCE);

    // When
    MergeResult result = merging.run();

    // Then
    byte[] bytes = Files.readAllBytes(merging.output());
    HexFormat hex = HexFormat.of();
    assertThat(result.bytes()).isEqualTo(bytes.length);
    assertThat(result.sha256())
        .isEqualTo(hex.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    assertThat(result.md5())
        .isEqualTo(hex.formatHex(MessageDigest.getInstance("MD5").digest(bytes)));
  }

  @Test
  void pageIndexesPointToPagesAfterTheStitch() throws IOException {
    // Given
    Merging merging =
        new Merging(directory)
            .parquet(rewritten("one", 0, 100_000), rewritten("two", 100_000, 200_000))
            .types(Types.SOURCE)
            .mode(Mode.STITCH);

    // When
    merging.run();

    // Then
    byte[] bytes = Files.readAllBytes(merging.output());
    for (RowGroup group : SliceFooter.read(merging.output()).rowGroups()) {
      for (ColumnChunk chunk : group.getColumns()) {
        long rows = 0;
        for (PageLocation page : offsetIndex(bytes, chunk).getPage_locations()) {
          PageHeader header = Util.readPageHeader(at(bytes, page.getOffset()));
          assertThat(page.getFirst_row_index()).isEqualTo(rows);
          rows += header.getData_page_header().getNum_values();
        }
        assertThat(rows).isEqualTo(group.getNum_rows());
        assertThat(Util.readColumnIndex(at(bytes, chunk.getColumn_index_offset())).getNull_pages())
            .isNotEmpty();
      }
    }
  }

  private static OffsetIndex offsetIndex(byte[] bytes, ColumnChunk chunk) throws IOException {
    return Util.readOffsetIndex(at(bytes, chunk.getOffset_index_offset()));
  }

  private static ByteArrayInputStream at(byte[] bytes, long offset) {
    return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
  }

  @Test
  void largeRowGroupsAreStitchedUnasked() {
    // Given
    Merging merging =
        new Merging(directory)
            .parquet(slice("a", 0, 120_000), slice("b", 0, 120_000))
            .column("id", "INTEGER")
            .column("name", "STRING")
            .column("ratio", "FLOAT");

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.merge()).isEqualTo(Kind.STITCH);
    assertThat(result.reason()).contains("schemas are equal");
  }

  @Test
  void oneSliceThatFitsIsTakenAsItIs() throws Exception {
    // Given
    Path slice = slice("a", 0, 10);
    Merging merging = new Merging(directory).parquet(slice).types(Types.SOURCE);

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.merge()).isEqualTo(Kind.SINGLE);
    assertThat(result.rows()).isEqualTo(10);
    assertThat(merging.output()).hasSameBinaryContentAs(slice);
    assertThat(result.bytes()).isEqualTo(Files.size(slice));
    assertThat(result.md5())
        .isEqualTo(
            HexFormat.of()
                .formatHex(MessageDigest.getInstance("MD5").digest(Files.readAllBytes(slice))));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void anEncryptedFooterIsRefused(Mode mode) throws IOException {
    // Given
    Path slice = slice("a", 0, 10);
    byte[] bytes = Files.readAllBytes(slice);
    bytes[bytes.length - 1] = 'E';
    Files.write(slice, bytes);
    Merging merging = new Merging(directory).parquet(slice).types(Types.SOURCE).mode(mode);

    // When
    // Then
    assertThatThrownBy(merging::run).hasMessageContaining("a.parquet", "footer is encrypted");
    assertThat(merging.output()).doesNotExist();
  }

  @Test
  void keyValueMetadataIsKept() throws IOException {
    // Given
    String metadata = ", KV_METADATA {made: 'by hand'}";
    Path a = duck.parquet(directory.resolve("a.parquet"), ROWS.formatted(0, 10), metadata);
    Merging merging =
        new Merging(directory).parquet(a, slice("b", 10, 20)).types(Types.SOURCE).mode(Mode.STITCH);

    // When
    merging.run();

    // Then
    assertThat(SliceFooter.read(merging.output()).metadata())
        .satisfies(
            footer -> {
              assertThat(footer.getCreated_by()).startsWith("sluice version ");
              assertThat(footer.getKey_value_metadata())
                  .contains(new KeyValue("made").setValue("by hand"));
            });
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"STITCH", "REWRITE"})
  void everySliceIsReadBeforeItGoes(Mode mode) {
    // Given
    Path a = slice("a", 0, 1000);
    Path b = slice("b", 1000, 2000);
    Merging merging =
        new Merging(directory)
            .parquet(a, b)
            .column("id", "STRING")
            .column("name", "INTEGER")
            .column("ratio", "FLOAT")
            .types(mode == Mode.STITCH ? Types.SOURCE : Types.DECLARED)
            .mode(mode)
            .removingSlices()
            .with(new LocalParquetMerge(Merging.config(Map.of()), path -> 0));

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(a).doesNotExist();
    assertThat(b).doesNotExist();
    assertThat(result.rows()).isEqualTo(2000);
    assertThat(duck.column(merging.output(), "name")).hasSize(2000).contains("n0", "n99");
  }

  @Test
  void smallRowGroupsAreRewritten() {
    // Given
    Merging merging =
        new Merging(directory)
            .parquet(slice("a", 0, 1000), slice("b", 1000, 2000))
            .types(Types.SOURCE);

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.merge()).isEqualTo(Kind.REWRITE);
    assertThat(result.reason()).contains("small");
    assertThat(result.rowGroups()).isEqualTo(1);
  }

  @Test
  void anotherCodecIsRewritten() {
    // Given
    Merging merging =
        new Merging(directory)
            .parquet(slice("a", 0, 150_000))
            .types(Types.SOURCE)
            .compression(Compression.ZSTD);

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.merge()).isEqualTo(Kind.REWRITE);
    assertThat(result.reason()).contains("SNAPPY", "ZSTD");
  }

  @Test
  void aStitchThatCannotBeSaysWhy() {
    // Given
    Path other =
        duck.parquet(directory.resolve("other.parquet"), "SELECT 1 AS id, 'x' AS name, 2 AS ratio");
    Merging merging =
        new Merging(directory)
            .parquet(slice("a", 0, 10), other)
            .types(Types.SOURCE)
            .mode(Mode.STITCH);

    // When
    // Then
    assertThatThrownBy(merging::run)
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STITCH_IMPOSSIBLE))
        .hasMessageContaining("other.parquet has another schema than a.parquet");
  }

  @Test
  void slicesStayUnlessTheDiskCannotHoldBoth() {
    // Given
    Path a = slice("a", 0, 150_000);
    Merging merging =
        new Merging(directory).parquet(a).types(Types.SOURCE).mode(Mode.STITCH).removingSlices();

    // When
    merging.run();

    // Then
    assertThat(a).exists();
  }

  @Test
  void consumedSlicesGoWhereTheDiskIsTight() {
    // Given
    Path a = slice("a", 0, 10);
    MergeRequest request = new Merging(directory).parquet(a).removingSlices().request();

    // When
    SliceReclaimer.of(request, 100, 99).done(a);

    // Then
    assertThat(a).doesNotExist();
  }

  @Test
  void aTightDiskIsRefusedWhereSlicesMustStay() {
    // Given
    MergeRequest request = new Merging(directory).parquet(slice("a", 0, 10)).request();

    // When
    // Then
    assertThatThrownBy(() -> SliceReclaimer.of(request, 100, 99))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL));
  }

  @Test
  void unknownPartsOfAFooterAreNotStitchedAway() throws IOException {
    // Given
    Path slice = slice("a", 0, 10);
    byte[] bytes = Files.readAllBytes(slice);
    int length = SliceFooter.read(slice).footerBytes();
    // The footer's closing stop byte gives way to one more field, a long boolean of id 77.
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 3);
    int stop = bytes.length - 9;
    byte[] field = {0x01, (byte) 0x9a, 0x01, 0x00};
    System.arraycopy(field, 0, longer, stop, 4);
    System.arraycopy(bytes, bytes.length - 8, longer, longer.length - 8, 8);
    java.nio.ByteBuffer.wrap(longer)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .putInt(longer.length - 8, length + 3);
    Files.write(slice, longer);
    Merging merging = new Merging(directory).parquet(slice).types(Types.SOURCE).mode(Mode.STITCH);

    // When
    // Then
    assertThatThrownBy(merging::run).hasMessageContaining("extensions that Sluice does not know");
  }

  @Test
  void slicesOfAnotherColumnOrderComeOutAsAsked() {
    // Given
    Merging merging =
        new Merging(directory)
            .parquet(slice("a", 0, 150_000))
            .column("ratio", "FLOAT")
            .column("id", "INTEGER")
            .column("name", "STRING");

    // When
    merging.run();

    // Then
    assertThat(duck.types(merging.output()))
        .isEqualTo(List.of("ratio DOUBLE", "id BIGINT", "name VARCHAR"));
  }
}

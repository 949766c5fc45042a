package io.sluice.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.cloud.SliceAddress;
import io.sluice.csv.CsvSummary;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.smallrye.mutiny.subscription.Cancellable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is known of a slice once it has arrived, and what reading it through costs the others. */
class VerifiedSlicesTest {
  private static final int MEBIBYTE = 1 << 20;

  @TempDir Path directory;
  private TransferFixture fixture;

  @AfterEach
  void close() {
    fixture.close();
  }

  private void start(Map<String, String> settings) {
    fixture = new TransferFixture(directory, settings);
  }

  private static byte[] gzip(String... members) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (String member : members) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(member.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return packed.toByteArray();
  }

  /** Unpacks to so many MiB of one short line, one member a MiB. */
  private static byte[] bomb(int mebibytes) {
    byte[] member = gzip("a,b,c,d\n".repeat(MEBIBYTE / 8));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (int i = 0; i < mebibytes; i++) {
      packed.writeBytes(member);
    }
    return packed.toByteArray();
  }

  @ParameterizedTest
  @EnumSource(
      value = SliceFormat.class,
      names = {"CSV", "CSV_GZIP"})
  void recordsAreCountedOnTheWay(SliceFormat format) {
    // Given
    start(Map.of());
    String csv = "\"a\",\"x\ny\"\n,\"\0\"\n";
    fixture
        .server()
        .store(
            "/slice",
            format == SliceFormat.CSV
                ? csv.getBytes(StandardCharsets.UTF_8)
                : gzip(csv.substring(0, 7), csv.substring(7)));

    // When
    List<SliceFile> files = fixture.fetch(format, "/slice");

    // Then
    assertThat(files.get(0).csv())
        .contains(new CsvSummary(2, 15, 2, 10, OptionalLong.empty(), true, false, false));
  }

  @Test
  void whatAnEarlierRunLeftIsCountedToo() {
    // Given
    start(Map.of());
    fixture.server().store("/slice", gzip("a\nb\n"));
    List<SliceFile> first = fixture.fetch(SliceFormat.CSV_GZIP, "/slice");

    // When
    List<SliceFile> again = fixture.fetch(SliceFormat.CSV_GZIP, "/slice");

    // Then
    assertThat(again).isEqualTo(first);
    assertThat(again.get(0).csv()).map(CsvSummary::records).contains(2L);
    assertThat(fixture.server().requests()).hasSize(1);
  }

  @Test
  void whatAnEarlierRunLeftAndIsNoGoodAnyMoreIsFetchedAgain() throws IOException {
    // Given
    start(Map.of());
    fixture.server().store("/slice", gzip("a\nb\n"));
    Path left = fixture.fetch(SliceFormat.CSV_GZIP, "/slice").get(0).path();
    Files.write(left, new byte[] {1, 2, 3});

    // When
    List<SliceFile> again = fixture.fetch(SliceFormat.CSV_GZIP, "/slice");

    // Then
    assertThat(again.get(0).csv()).map(CsvSummary::records).contains(2L);
    assertThat(fixture.server().requests()).hasSize(2);
  }

  @Test
  void anOpenQuoteIsRefused() {
    // Given
    start(Map.of());
    fixture.server().store("/slice", "\"a\"\n\"b".getBytes(StandardCharsets.UTF_8));

    // When
    SluiceException failure =
        catchThrowableOfType(SluiceException.class, () -> fixture.fetch(SliceFormat.CSV, "/slice"));

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.SLICE_CORRUPT);
    assertThat(failure)
        .hasMessageContaining("http://cloud/slice")
        .hasMessageContaining("record 2, at byte 6, ends inside quotes");
  }

  @Test
  @Holds(Fact.EMPTY_SLICE)
  void aGzipSliceOfNoBytesIsEmpty() {
    // Given
    start(Map.of());
    fixture.server().store("/slice", new byte[0]);

    // When
    List<SliceFile> files = fixture.fetch(SliceFormat.CSV_GZIP, "/slice");

    // Then
    assertThat(files.get(0).csv()).contains(CsvSummary.EMPTY);
  }

  @Test
  void packedAndPlainSlicesMix() {
    // Given
    start(Map.of());
    fixture.server().store("/packed", gzip("a\nb\n"));
    fixture.server().store("/plain", "c\n".getBytes(StandardCharsets.UTF_8));
    TransferRequest plain = fixture.request(SliceFormat.CSV, "/plain");
    TransferRequest mixed =
        new TransferRequest(
            plain.owner(),
            List.of(
                new TransferRequest.Slice(
                    new SliceAddress("http://cloud/packed"), SliceFormat.CSV_GZIP),
                plain.slices().get(0)),
            plain.directory(),
            plain.sizeBytes(),
            plain.access(),
            plain.listener());

    // When
    List<SliceFile> files = fixture.transfer().fetch(mixed).await().atMost(Duration.ofSeconds(30));

    // Then
    assertThat(files)
        .extracting(file -> file.path().getFileName().toString())
        .containsExactly("slice-00000.csv.gz", "slice-00001.csv");
    assertThat(files)
        .extracting(SliceFile::csv)
        .extracting(Optional::get)
        .extracting(CsvSummary::records)
        .containsExactly(2L, 1L);
  }

  @Test
  void whatUnpacksToMoreThanTheLimitIsRefusedAtOnce() {
    // Given
    start(Map.of("unpacked-limit", "8M"));
    fixture.server().store("/slice", bomb(9));

    // When
    SluiceException failure =
        catchThrowableOfType(
            SluiceException.class, () -> fixture.fetch(SliceFormat.CSV_GZIP, "/slice"));

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.SLICE_TOO_LARGE);
    assertThat(failure)
        .hasMessageContaining("http://cloud/slice")
        .hasMessageContaining("8388608")
        .hasMessageContaining("sluice.transfer.unpacked-limit");
    assertThat(fixture.server().requests()).hasSize(1);
  }

  @Test
  void whatUnpacksToTheLimitIsTaken() {
    // Given
    start(Map.of("unpacked-limit", "8M"));
    fixture.server().store("/slice", bomb(8));

    // When
    List<SliceFile> files = fixture.fetch(SliceFormat.CSV_GZIP, "/slice");

    // Then
    assertThat(files.get(0).csv()).map(CsvSummary::records).contains((long) MEBIBYTE);
  }

  @Test
  void bombsHoldUpNobodyAndEndWhenTheyAreCancelled() throws IOException {
    // Given
    start(Map.of());
    byte[] bomb = bomb(20_000);
    int bombs = 2 * Math.max(2, Runtime.getRuntime().availableProcessors());
    String[] paths = new String[bombs];
    for (int i = 0; i < bombs; i++) {
      paths[i] = "/bomb-" + i;
      fixture.server().store(paths[i], bomb);
    }
    fixture.server().store("/small", gzip("a\n"));
    Cancellable running =
        fixture
            .transfer()
            .fetch(fixture.request("bombs", SliceFormat.CSV_GZIP, OptionalLong.empty(), paths))
            .subscribe()
            .with(files -> {}, failure -> {});
    Awaitility.await().until(() -> fixture.recorder.received.get() == (long) bombs * bomb.length);

    // When
    List<SliceFile> small = fixture.fetch(SliceFormat.CSV_GZIP, "/small");
    long underWay = openFiles("bombs");
    running.cancel();

    // Then
    assertThat(small).hasSize(1);
    assertThat(underWay).isEqualTo(bombs);
    Awaitility.await().atMost(Duration.ofSeconds(1)).until(() -> openFiles("bombs") == 0);
  }

  private long openFiles(String owner) throws IOException {
    try (var links = Files.list(Path.of("/proc/self/fd"))) {
      return links
          .filter(
              link -> {
                try {
                  return Files.readSymbolicLink(link).startsWith(directory.resolve(owner));
                } catch (IOException closedMeanwhile) {
                  return false;
                }
              })
          .count();
    }
  }
}

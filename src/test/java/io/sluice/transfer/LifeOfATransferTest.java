package io.sluice.transfer;

import static io.sluice.base.ErrorCode.DISK_FULL;
import static io.sluice.transfer.FaultServer.cutAfter;
import static io.sluice.transfer.FaultServer.stallAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.sluice.base.SluiceException;
import io.sluice.blocking.NoBlockingCalls;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.smallrye.mutiny.subscription.Cancellable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a transfer does besides moving bytes: share, resume, split, leave, and mind the disk. */
@ExtendWith(NoBlockingCalls.class)
class LifeOfATransferTest {
  private static final int MIB = 1 << 20;

  @TempDir Path directory;
  private TransferFixture fixture;

  @BeforeEach
  void start() {
    fixture = startWith(Map.of());
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private TransferFixture startWith(Map<String, String> settings) {
    if (fixture != null) {
      fixture.close();
    }
    fixture = new TransferFixture(directory, settings);
    return fixture;
  }

  @Test
  void aNewProcessKeepsWhatIsCompleteAndGoesOnWithWhatIsNot() throws IOException {
    // Given
    byte[] complete = Payload.csv(MIB, 1);
    byte[] broken = Payload.csv(MIB, 2);
    startWith(Map.of("attempts", "1"));
    fixture.server().store("/complete", complete);
    fixture.server().store("/broken", broken);
    fixture.server().script("/broken", cutAfter(600_000), FaultServer.status(500, ""));
    fixture.fetch(SliceFormat.CSV, "/complete");
    fetchInVain("/complete", "/broken");
    startWith(Map.of());
    fixture.server().store("/complete", complete);
    fixture.server().store("/broken", broken);

    // When
    List<SliceFile> files = fixture.fetch(SliceFormat.CSV, "/complete", "/broken");

    // Then
    assertThat(Files.readAllBytes(files.get(0).path())).isEqualTo(complete);
    assertThat(Files.readAllBytes(files.get(1).path())).isEqualTo(broken);
    assertThat(fixture.server().sent()).isEqualTo(MIB - 600_000);
    assertThat(fixture.recorder.resumed).hasValue(MIB + 600_000);
    assertThat(fixture.recorder.finished).containsExactlyInAnyOrderElementsOf(files);
  }

  @Test
  void aPartOfAnotherBootOfTheMachineStartsAgain() throws IOException {
    // Given
    byte[] bytes = Payload.csv(MIB, 1);
    startWith(Map.of("attempts", "1"));
    fixture.server().store("/slice", bytes);
    fixture.server().script("/slice", cutAfter(600_000), FaultServer.status(500, ""));
    fetchInVain("/slice");
    Path record = directory.resolve("export-1/slice-00000.csv.part.meta");
    Files.writeString(record, Files.readString(record).replaceAll("boot=.*", "boot=another"));

    // When
    List<SliceFile> files = fixture.fetch(SliceFormat.CSV, "/slice");

    // Then
    assertThat(Files.readAllBytes(files.get(0).path())).isEqualTo(bytes);
    assertThat(fixture.recorder.resumed).hasValue(0);
  }

  @Test
  void aVeryLargeSliceComesInRegions() throws IOException {
    // Given
    byte[] bytes = Payload.csv(9 * MIB + 123, 1);
    startWith(Map.of("split-from", "4M", "split-streams", "4"));
    fixture.server().store("/slice", bytes);

    // When
    List<SliceFile> files = fixture.fetch(SliceFormat.CSV, "/slice");

    // Then
    assertThat(Files.mismatch(files.get(0).path(), write(bytes))).isEqualTo(-1);
    assertThat(fixture.server().requests())
        .extracting(seen -> seen.range().orElse("all"))
        .containsExactlyInAnyOrder(
            "all", "bytes=3145728-6291455", "bytes=6291456-9437183", "bytes=9437184-9437306");
    assertThat(fixture.recorder.received).hasValue(bytes.length);
  }

  @Test
  void brokenRegionsGoOnWhereTheyBroke() throws IOException {
    // Given
    byte[] bytes = Payload.csv(8 * MIB, 1);
    startWith(Map.of("split-from", "4M", "split-streams", "4"));
    fixture.server().store("/slice", bytes);
    fixture.server().script("/slice", cutAfter(MIB), cutAfter(MIB), cutAfter(500_000), cutAfter(1));

    // When
    List<SliceFile> files = fixture.fetch(SliceFormat.CSV, "/slice");

    // Then
    assertThat(Files.mismatch(files.get(0).path(), write(bytes))).isEqualTo(-1);
    assertThat(fixture.recorder.received).hasValue(bytes.length);
  }

  @Test
  void aServerThatIgnoresRangesServesALargeSliceAsOne() throws IOException {
    // Given
    byte[] bytes = Payload.csv(8 * MIB, 1);
    startWith(Map.of("split-from", "4M", "split-streams", "4"));
    fixture.server().store("/slice", bytes);
    fixture
        .server()
        .always(
            "/slice",
            (server, request, object) -> {
              request.response().putHeader("Accept-Ranges", "bytes");
              FaultServer.ignoringRange().answer(server, request, object);
            });

    // When
    List<SliceFile> files = fixture.fetch(SliceFormat.CSV, "/slice");

    // Then
    assertThat(Files.mismatch(files.get(0).path(), write(bytes))).isEqualTo(-1);
  }

  @Test
  void aSmallExportOvertakesABigOne() {
    // Given
    startWith(Map.of("parallel-slices", "4"));
    String[] paths = IntStream.range(0, 300).mapToObj(n -> "/big-" + n).toArray(String[]::new);
    Stream.of(paths).forEach(path -> fixture.server().store(path, Payload.csv(10_000, 1)));
    fixture.server().store("/small", Payload.csv(10_000, 1));
    CompletableFuture<List<SliceFile>> big =
        fixture
            .transfer()
            .fetch(fixture.request("big", SliceFormat.CSV, OptionalLong.empty(), paths))
            .subscribeAsCompletionStage();

    // When
    List<SliceFile> small =
        fixture
            .transfer()
            .fetch(
                fixture.request(
                    "small", SliceFormat.CSV, OptionalLong.empty(), "/small", "/small", "/small"))
            .await()
            .atMost(Duration.ofSeconds(30));

    // Then
    assertThat(small).hasSize(3);
    assertThat(big).isNotDone();
    assertThat(big.join()).hasSize(300);
  }

  @Test
  void cancellingClosesEveryStreamAndFileAndLeavesThePartsForLater() throws IOException {
    // Given
    byte[] bytes = Payload.csv(MIB, 1);
    fixture.server().store("/warm", bytes);
    fixture.fetch(SliceFormat.CSV, "/warm");
    long before = descriptorsIn(directory);
    String[] paths = IntStream.range(0, 8).mapToObj(n -> "/slice-" + n).toArray(String[]::new);
    for (String path : paths) {
      fixture.server().store(path, bytes);
      fixture.server().script(path, stallAfter(700_000));
    }
    TransferRequest request =
        fixture.request("cancelled", SliceFormat.CSV, OptionalLong.empty(), paths);
    Cancellable running =
        fixture.transfer().fetch(request).subscribe().with(files -> {}, failure -> {});
    await().until(() -> fixture.recorder.received.get() == MIB + 8 * 700_000);
    assertThat(descriptorsIn(directory)).isEqualTo(before + 8);

    // When
    running.cancel();

    // Then
    await().until(() -> descriptorsIn(directory) == before);
    await().until(() -> fixture.server().connections() == 0);
    fixture.transfer().fetch(request).await().atMost(Duration.ofSeconds(30));
    assertThat(fixture.recorder.resumed).hasValue(8 * 700_000);
  }

  @Test
  void noOtherUserCanReadWhatArrives() throws IOException {
    // Given
    byte[] bytes = Payload.csv(MIB, 1);
    fixture.server().store("/whole", bytes);
    fixture.server().store("/cut", bytes);
    fixture.server().script("/cut", stallAfter(700_000));
    TransferRequest request =
        fixture.request("private", SliceFormat.CSV, OptionalLong.empty(), "/whole", "/cut");

    // When
    Cancellable running =
        fixture.transfer().fetch(request).subscribe().with(files -> {}, failure -> {});

    // Then
    await().until(() -> fixture.recorder.received.get() == MIB + 700_000);
    await().until(() -> fixture.recorder.finished.size() == 1);
    running.cancel();
    // A record is replaced by another file now and then, also while the walk looks at it.
    await().ignoreExceptions().untilAsserted(this::nobodyElseCanRead);
  }

  private void nobodyElseCanRead() throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve("private"))) {
      assertThat(all)
          .hasSizeGreaterThan(2)
          .allSatisfy(
              path ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                      .endsWith("------"));
    }
  }

  @Test
  void aSliceThatFailsClosesTheStreamsOfAllOthers() throws IOException {
    // Given
    for (int slice = 0; slice < 5; slice++) {
      fixture.server().store("/slice-" + slice, Payload.csv(MIB, 1));
      fixture.server().script("/slice-" + slice, stallAfter(700_000));
    }

    // When
    SluiceException failure =
        catchThrowableOfType(
            SluiceException.class,
            () ->
                fixture.fetch(
                    SliceFormat.CSV,
                    "/slice-0",
                    "/slice-1",
                    "/slice-2",
                    "/slice-3",
                    "/slice-4",
                    "/missing"));

    // Then
    assertThat(failure).hasMessageContaining("/missing");
    await().until(() -> descriptorsIn(directory) == 0);
  }

  @Test
  @Holds(Fact.DISK_SPACE)
  void whatDoesNotFitIsRefusedWithWhatIsMissing() {
    // Given
    fixture.server().store("/slice", Payload.csv(10, 1));
    long size = directory.toFile().getUsableSpace();
    TransferRequest request =
        fixture.request("huge", SliceFormat.CSV, OptionalLong.of(size), "/slice");

    // When
    SluiceException failure =
        catchThrowableOfType(
            SluiceException.class,
            () -> fixture.transfer().fetch(request).await().atMost(Duration.ofSeconds(30)));

    // Then
    assertThat(failure.code()).isEqualTo(DISK_FULL);
    assertThat(failure).hasMessageContaining("are missing").hasMessageContaining("sluice.work-dir");
    assertThat(fixture.server().requests()).isEmpty();
  }

  @Test
  void aDiskThatFillsUpFailsThatTransferAloneAndAtOnce() throws IOException {
    // Given
    fixture.server().store("/slice", Payload.csv(MIB, 1));
    fixture.server().store("/other", Payload.csv(MIB, 1));
    Path full = Files.createDirectories(directory.resolve("export-1"));
    Files.createSymbolicLink(full.resolve("slice-00000.csv.part"), Path.of("/dev/full"));
    TransferRequest other =
        fixture.request("export-2", SliceFormat.CSV, OptionalLong.empty(), "/other");
    CompletableFuture<List<SliceFile>> unharmed =
        fixture.transfer().fetch(other).subscribeAsCompletionStage();

    // When
    SluiceException failure =
        catchThrowableOfType(SluiceException.class, () -> fixture.fetch(SliceFormat.CSV, "/slice"));

    // Then
    assertThat(failure.code()).isEqualTo(DISK_FULL);
    assertThat(failure).hasMessageContaining("no space left");
    assertThat(unharmed.join()).hasSize(1);
    await().until(() -> descriptorsIn(directory) + descriptorsIn(Path.of("/dev/full")) == 0);
  }

  private void fetchInVain(String... paths) {
    assertThatThrownBy(() -> fixture.fetch(SliceFormat.CSV, paths))
        .isInstanceOf(SluiceException.class);
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("expected"), bytes);
  }

  /** Descriptors of this process that are open on files there. */
  private static long descriptorsIn(Path place) {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(descriptor -> pointsInto(place, descriptor)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean pointsInto(Path place, Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(place);
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }
}

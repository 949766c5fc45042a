package io.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.base.DurableFiles;
import io.sluice.base.ErrorCode;
import io.sluice.base.ExportId;
import io.sluice.base.FaultyDisk;
import io.sluice.base.NamedIds;
import io.sluice.base.SluiceException;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalDirectoryTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final ExportId ID = NamedIds.id("known");
  private static final Path MEMORY = Path.of("/dev/shm");

  @TempDir Path folder;

  private final List<LocalDirectory> opened = new ArrayList<>();
  private final byte[] content = new byte[100_000];
  private Path results;
  private Path merged;
  private Optional<Path> elsewhere = Optional.empty();

  @BeforeEach
  void prepare() throws IOException {
    Arrays.fill(content, (byte) 'x');
    results = Files.createDirectory(folder.resolve("results"));
    merged = Files.write(folder.resolve("merged.parquet"), content);
  }

  @AfterEach
  void close() throws IOException {
    opened.forEach(LocalDirectory::close);
    if (elsewhere.isPresent()) {
      Files.deleteIfExists(elsewhere.get().resolve("merged.parquet"));
      Files.delete(elsewhere.get());
    }
  }

  @Test
  void theFileAppearsUnderItsNameAndIsGoneFromTheWork() {
    // When
    URI location = publish(DurableFiles.real(), "orders.parquet");

    // Then
    assertThat(Path.of(location))
        .isEqualTo(results.resolve(ID + "/orders.parquet"))
        .hasBinaryContent(content);
    assertThat(merged).doesNotExist();
  }

  @Test
  void aFileFromAnotherFileSystemIsCopiedAndRenamed() throws IOException {
    // Given
    moveMergedToAnotherFileSystem();

    // When
    URI location = publish(DurableFiles.real(), "orders.parquet");

    // Then
    assertThat(Path.of(location)).hasBinaryContent(content);
    assertThat(merged).doesNotExist();
    assertThat(names(results.resolve(ID.value()))).containsExactly("orders.parquet");
  }

  static IntStream stepsOfAMove() {
    return IntStream.range(0, 6);
  }

  @ParameterizedTest
  @MethodSource("stepsOfAMove")
  void aPowerCutAtAnyStepLeavesTheFileCompleteOrAbsentAndARepeatEndsIt(int step)
      throws IOException {
    // Given
    assertThatThrownBy(() -> publish(FaultyDisk.powerCutAfter(step), "orders.parquet"))
        .isInstanceOf(FaultyDisk.PowerCut.class);
    assertThatFinalNameIsCompleteOrAbsent();

    // When
    URI location = publish(DurableFiles.real(), "orders.parquet");

    // Then
    assertThat(Path.of(location)).hasBinaryContent(content);
    assertThat(merged).doesNotExist();
    assertThat(names(results.resolve(ID.value()))).containsExactly("orders.parquet");
  }

  static IntStream stepsOfACopy() {
    return IntStream.range(0, 9);
  }

  @ParameterizedTest
  @MethodSource("stepsOfACopy")
  void aPowerCutAtAnyStepOfACopyLeavesTheFileCompleteOrAbsentAndARepeatEndsIt(int step)
      throws IOException {
    // Given
    moveMergedToAnotherFileSystem();
    assertThatThrownBy(() -> publish(FaultyDisk.powerCutAfter(step), "orders.parquet"))
        .isInstanceOf(FaultyDisk.PowerCut.class);
    assertThatFinalNameIsCompleteOrAbsent();

    // When
    URI location = publish(DurableFiles.real(), "orders.parquet");

    // Then
    assertThat(Path.of(location)).hasBinaryContent(content);
    assertThat(merged).doesNotExist();
    assertThat(names(results.resolve(ID.value()))).containsExactly("orders.parquet");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingIsLeftToAPowerCutOnceTheFileIsPublished(boolean otherFileSystem) throws IOException {
    // Given
    if (otherFileSystem) {
      moveMergedToAnotherFileSystem();
    }
    FaultyDisk disk = FaultyDisk.faultless();

    // When
    publish(disk, "orders.parquet");

    // Then
    assertThat(disk.unsynced()).noneMatch(path -> path.startsWith(results));
    assertThat(disk.steps())
        .isEqualTo((int) (otherFileSystem ? stepsOfACopy() : stepsOfAMove()).count());
  }

  @Test
  void whatIsNeitherThereNorPublishedIsNotAnswered() throws IOException {
    // Given
    Files.delete(merged);

    // When
    Optional<URI> location =
        local(DurableFiles.real()).publish(ID, "orders.parquet", merged).await().atMost(SOON);

    // Then
    assertThat(location).isEmpty();
    assertThat(results.resolve(ID.value())).doesNotExist();
  }

  @Test
  void publishingAgainAfterTheRenameAnswersTheSame() {
    // Given
    URI first = publish(DurableFiles.real(), "orders.parquet");

    // When
    URI second = publish(DurableFiles.real(), "orders.parquet");

    // Then
    assertThat(second).isEqualTo(first);
    assertThat(Path.of(second)).hasBinaryContent(content);
  }

  @Test
  void removingTakesAwayEverythingOfTheExportAndNothingElse() throws IOException {
    // Given
    publish(DurableFiles.real(), "orders.parquet");
    Files.write(results.resolve(ID + "/.orders.parquet.tmp"), content);
    Files.createDirectory(results.resolve("other"));

    // When
    local(DurableFiles.real()).remove(ID).await().atMost(SOON);

    // Then
    assertThat(names(results)).containsExactly("other");
  }

  @Test
  void removingWhatWasNeverPublishedDoesNothing() throws IOException {
    // When
    local(DurableFiles.real()).remove(ID).await().atMost(SOON);

    // Then
    assertThat(names(results)).isEmpty();
  }

  @Test
  void aRemovalAskedWhileTheFileIsPublishedLeavesNothing() throws IOException {
    // Given
    LocalDirectory local = local(DurableFiles.real());
    Uni<Optional<URI>> publishing = local.publish(ID, "orders.parquet", merged);
    Uni<Void> removing = local.remove(ID);

    // When
    Uni.join().all(publishing.replaceWithVoid(), removing).andFailFast().await().atMost(SOON);

    // Then
    assertThat(names(results)).isEmpty();
  }

  @Test
  void followsNoLinkOutOfItsDirectoryAndTouchesNoFile() throws IOException {
    // Given
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("model.bin"), "precious", StandardCharsets.UTF_8);
    Files.createSymbolicLink(results.resolve(ID.value()), elsewhere);
    Files.writeString(results.resolve("file-old"), "a file", StandardCharsets.UTF_8);
    Instant later = Instant.now().plusSeconds(60);

    // When
    local(DurableFiles.real()).removeOrphans(id -> true, later).await().atMost(SOON);
    local(DurableFiles.real()).remove(ID).await().atMost(SOON);

    // Then
    assertThat(elsewhere.resolve("model.bin")).hasContent("precious");
    assertThat(names(results)).contains(ID.value(), "file-old");
  }

  @Test
  void removesOldResultsOfExportsThatNobodyKnowsAndNothingElse() throws IOException {
    // Given
    Instant limit = Instant.parse("2026-11-01T00:00:00Z");
    ExportId orphan = NamedIds.id("orphan");
    ExportId young = NamedIds.id("young");
    for (String entry : List.of(ID.value(), orphan.value(), "not an id")) {
      Files.write(Files.createDirectory(results.resolve(entry)).resolve("x.parquet"), content);
      Files.setLastModifiedTime(results.resolve(entry), FileTime.from(limit.minusSeconds(1)));
    }
    Files.createDirectory(results.resolve(young.value()));

    // When
    local(DurableFiles.real()).removeOrphans(id -> !id.equals(ID), limit).await().atMost(SOON);

    // Then
    assertThat(names(results)).containsExactlyInAnyOrder(ID.value(), "not an id", young.value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        ".hidden",
        "../x",
        "a/b",
        "/etc/passwd",
        "a\\b",
        "a\u0000b",
        "line\nbreak"
      })
  void refusesNamesThatAreNoFileNames(String name) {
    assertThatThrownBy(() -> publish(DurableFiles.real(), name))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("is not a file name");
    assertThat(merged).exists();
  }

  @Test
  void refusesANameLongerThanFileSystemsTake() {
    assertThatThrownBy(() -> publish(DurableFiles.real(), "\u4e16".repeat(81)))
        .hasMessageContaining("240 bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "No space left on device, disk-full, free some",
    "Read-only file system, delivery-failed, mount it for writing"
  })
  void saysWhatTheDiskRefusedAndWhatToDo(String refusal, String code, String advice) {
    // When
    assertThatThrownBy(() -> publish(FaultyDisk.refusing(refusal), "orders.parquet"))
        // Then
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code().slug()).isEqualTo(code))
        .hasMessageContaining("The file of export " + ID + " could not be delivered")
        .hasMessageContaining(results.toString())
        .hasMessageContaining(advice);
    assertThat(merged).hasBinaryContent(content);
  }

  @Test
  void saysThatTheDirectoryHasVanished() throws IOException {
    // Given
    Files.delete(results);

    // When
    assertThatThrownBy(() -> publish(DurableFiles.real(), "orders.parquet"))
        // Then
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DELIVERY_FAILED))
        .hasMessageContaining("check that the volume is mounted");
    assertThat(merged).hasBinaryContent(content);
  }

  private URI publish(DurableFiles disk, String name) {
    return local(disk).publish(ID, name, merged).await().atMost(SOON).orElseThrow();
  }

  private LocalDirectory local(DurableFiles disk) {
    LocalDirectory directory = new LocalDirectory(results, disk);
    opened.add(directory);
    return directory;
  }

  private void moveMergedToAnotherFileSystem() throws IOException {
    assumeTrue(
        Files.isWritable(MEMORY) && !Files.getFileStore(MEMORY).equals(Files.getFileStore(folder)),
        "needs a second file system at " + MEMORY);
    Path directory = Files.createTempDirectory(MEMORY, "sluice");
    elsewhere = Optional.of(directory);
    merged = Files.move(merged, directory.resolve("merged.parquet"));
  }

  private void assertThatFinalNameIsCompleteOrAbsent() {
    Path target = results.resolve(ID + "/orders.parquet");
    if (Files.exists(target)) {
      assertThat(target).hasBinaryContent(content);
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}

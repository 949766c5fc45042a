package io.sluice.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.base.Directories;
import io.sluice.base.Disk;
import io.sluice.base.ErrorCode;
import io.sluice.base.FaultyDisk;
import io.sluice.base.SluiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

class FileJournalTest extends JournalContract {
  @TempDir Path folder;

  private final List<FileJournal> opened = new ArrayList<>();
  private Directories directories;
  private FileJournal journal;

  @BeforeEach
  void open() {
    directories = new Directories(folder.resolve("data"), folder.resolve("work"));
    journal = open(Disk.real());
  }

  @AfterEach
  void close() {
    opened.forEach(FileJournal::close);
    directories.close();
  }

  @Override
  Journal journal() {
    return journal;
  }

  @Override
  Journal reopened() {
    return open(Disk.real());
  }

  @Test
  void aCheckpointIsOneJsonObjectThatPeopleCanRead() throws IOException {
    // Given
    Checkpoint checkpoint = new Checkpoint("a", 3, document("in.c-shop.orders"));

    // When
    await(journal.save(checkpoint));

    // Then
    assertThat(directories.exports().resolve("a/export.json"))
        .content(StandardCharsets.UTF_8)
        .matches(
            "\\{\"format\":1,\"id\":\"a\",\"version\":3,\"export\":\\{\"table\":\"in.c-shop.orders\""
                + ".*},\"crc32c\":\"[0-9a-f]{8}\"}\n");
    assertThat(names(directories.exports().resolve("a"))).containsExactly("export.json");
  }

  @Test
  void aFileCutAtAnyByteIsSetAsideAndTheRestIsIntact() throws IOException {
    // Given
    Checkpoint intact = checkpoint("intact", 1);
    await(journal.save(intact));
    int length = CheckpointFormat.encode(new Checkpoint("cut-000", 1, document("cut"))).length;
    for (int cut = 0; cut < length; cut++) {
      String id = "cut-%03d".formatted(cut);
      byte[] whole = CheckpointFormat.encode(new Checkpoint(id, 1, document("cut")));
      put(id, Arrays.copyOf(whole, cut));
    }

    // When
    List<Checkpoint> loaded = load(reopened());

    // Then
    assertThat(loaded).containsExactly(intact);
    assertThat(names(directories.setAside())).hasSize(length);
    assertThat(names(directories.exports())).containsExactly(intact.id());
  }

  @Test
  void aFileWithAFlippedBitInAnyByteIsSetAsideAndTheRestIsIntact() throws IOException {
    // Given
    Checkpoint intact = checkpoint("intact", 1);
    await(journal.save(intact));
    int length = CheckpointFormat.encode(new Checkpoint("flip-000", 1, document("flip"))).length;
    for (int position = 0; position < length; position++) {
      String id = "flip-%03d".formatted(position);
      byte[] flipped = CheckpointFormat.encode(new Checkpoint(id, 1, document("flip")));
      flipped[position] ^= (byte) (1 << (position % 8));
      put(id, flipped);
    }

    // When
    List<Checkpoint> loaded = load(reopened());

    // Then
    assertThat(loaded).containsExactly(intact);
    assertThat(names(directories.setAside())).hasSize(length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "not JSON", "{}", "{\"format\":1,\"id\":\"foreign\",\"export\":{}}\n", "[[[["})
  void foreignContentIsSetAside(String content) throws IOException {
    // Given
    put("foreign", content.getBytes(StandardCharsets.UTF_8));

    // When
    List<Checkpoint> loaded = load(reopened());

    // Then
    assertThat(loaded).isEmpty();
    assertThat(directories.setAside().resolve("foreign/export.json")).hasContent(content.strip());
  }

  @Test
  void foreignEntriesAreSetAsideWithoutOverwritingEarlierOnes() throws IOException {
    // Given
    Files.createDirectories(directories.setAside().resolve("notes.txt"));
    Files.writeString(directories.exports().resolve("notes.txt"), "hello", StandardCharsets.UTF_8);
    Files.createDirectories(directories.exports().resolve("no-checkpoint/inside"));
    Files.createSymbolicLink(directories.exports().resolve("link"), folder);

    // When
    List<Checkpoint> loaded = load(reopened());

    // Then
    assertThat(loaded).isEmpty();
    assertThat(names(directories.setAside()))
        .containsExactly("link", "no-checkpoint", "notes.txt", "notes.txt.2");
    assertThat(folder).isDirectory();
  }

  @Test
  void aCheckpointUnderAnotherExportsIdIsSetAside() throws IOException {
    // Given
    put("thief", CheckpointFormat.encode(new Checkpoint("owner", 1, document("t"))));

    // When
    List<Checkpoint> loaded = load(reopened());

    // Then
    assertThat(loaded).isEmpty();
    assertThat(directories.setAside().resolve("thief")).isDirectory();
  }

  @Test
  void anExportWhoseFirstCheckpointWasNeverWholeIsForgotten() throws IOException {
    // Given
    Path directory = Files.createDirectories(directories.exports().resolve("unborn"));
    Files.writeString(directory.resolve("export.json.tmp"), "{\"for", StandardCharsets.UTF_8);

    // When
    List<Checkpoint> loaded = load(reopened());

    // Then
    assertThat(loaded).isEmpty();
    assertThat(directory).doesNotExist();
    assertThat(directories.setAside()).doesNotExist();
  }

  static IntStream steps() {
    return IntStream.range(0, 6);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aPowerCutAtAnyStepOfTheFirstSaveLeavesAllOrNothing(int step) throws IOException {
    // Given
    Checkpoint checkpoint = new Checkpoint("a", 1, document("t"));
    CheckpointFiles files = files(FaultyDisk.powerCutAfter(step));

    // When
    assertThatThrownBy(() -> files.write(checkpoint, Map.of()))
        .isInstanceOf(FaultyDisk.PowerCut.class);

    // Then
    assertThat(load(reopened())).isSubsetOf(checkpoint);
    assertThat(directories.setAside()).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aPowerCutAtAnyStepOfALaterSaveLeavesTheOldOrTheNew(int step) throws IOException {
    // Given
    Checkpoint old = new Checkpoint("a", 1, document("old"));
    Checkpoint renewed = new Checkpoint("a", 2, document("new"));
    await(journal.save(old));
    CheckpointFiles files = files(FaultyDisk.powerCutAfter(Math.min(step, 4)));

    // When
    assertThatThrownBy(() -> files.write(renewed, Map.of()))
        .isInstanceOf(FaultyDisk.PowerCut.class);

    // Then
    assertThat(load(reopened())).hasSize(1).isSubsetOf(old, renewed);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aPowerCutAtAnyStepOfARemovalLeavesAllOrNothing(int step) throws IOException {
    // Given
    Checkpoint checkpoint = new Checkpoint("a", 1, document("t"));
    await(journal.save(checkpoint));
    CheckpointFiles files = files(FaultyDisk.powerCutAfter(step));

    // When
    assertThatThrownBy(() -> files.delete("a")).isInstanceOf(FaultyDisk.PowerCut.class);

    // Then
    assertThat(load(reopened())).isSubsetOf(checkpoint);
    assertThat(directories.setAside()).doesNotExist();
  }

  static IntStream stepsWithAPart() {
    return IntStream.range(0, 10);
  }

  @ParameterizedTest
  @MethodSource("stepsWithAPart")
  void aPowerCutAtAnyStepLeavesNoCheckpointWithoutItsPart(int step) throws IOException {
    // Given
    Checkpoint checkpoint = sharing("t");
    CheckpointFiles files = files(FaultyDisk.powerCutAfter(step));

    // When
    assertThatThrownBy(() -> files.write(checkpoint, Map.of(PART, CONTENT)))
        .isInstanceOf(FaultyDisk.PowerCut.class);

    // Then
    Journal next = reopened();
    if (load(next).isEmpty()) {
      assertThat(names(directories.requests())).isEmpty();
    } else {
      assertThat(part(next)).isEqualTo(CONTENT);
    }
    assertThat(directories.setAside()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void aPowerCutAtAnyStepOfARemovalLeavesNoCheckpointWithoutItsPart(int step) throws IOException {
    // Given
    Checkpoint checkpoint = sharing("t");
    await(journal.save(checkpoint, Map.of(PART, CONTENT)));
    CheckpointFiles files = files(FaultyDisk.powerCutAfter(1 + step));
    files.readAll(kept -> kept);

    // When
    assertThatThrownBy(() -> files.delete(checkpoint.id())).isInstanceOf(FaultyDisk.PowerCut.class);

    // Then
    Journal next = reopened();
    assertThat(names(directories.requests())).hasSizeLessThanOrEqualTo(1);
    if (load(next).isEmpty()) {
      assertThat(names(directories.requests())).isEmpty();
    } else {
      assertThat(part(next)).isEqualTo(CONTENT);
    }
  }

  @Test
  void aPartStaysWhileACheckpointThatWasSetAsideMayNameIt() throws IOException {
    // Given
    Checkpoint broken = sharing("t");
    await(journal.save(broken, Map.of(PART, CONTENT)));
    put(broken.id(), new byte[] {1, 2, 3});

    // When
    assertThat(load(reopened())).isEmpty();

    // Then
    assertThat(load(reopened())).isEmpty();
    assertThat(names(directories.requests())).containsExactly(PART);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone", "changed"})
  void saysThatAPartIsGoneOrNotWhole(String how) throws IOException {
    // Given
    await(journal.save(sharing("t"), Map.of(PART, CONTENT)));
    if (how.equals("gone")) {
      Files.delete(directories.requests().resolve(PART));
    } else {
      Files.writeString(directories.requests().resolve(PART), "[]", StandardCharsets.UTF_8);
    }

    // When
    assertThatThrownBy(() -> part(journal))
        // Then
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_FAILED))
        .hasMessageContaining(PART);
  }

  @Test
  void aVersionThatKnowsNoPartsDoesNotTakeTheRestForTheWhole() throws IOException {
    // Given
    Checkpoint checkpoint = sharing("t");

    // When
    await(journal.save(checkpoint, Map.of(PART, CONTENT)));

    // Then
    assertThat(directories.exports().resolve(checkpoint.id()).resolve("export.json"))
        .content(StandardCharsets.UTF_8)
        .startsWith("{\"format\":2,");
  }

  @Test
  void nothingIsLeftToAPowerCutOnceASaveHasCompleted() throws IOException {
    // Given
    FaultyDisk disk = FaultyDisk.faultless();

    // When
    CheckpointFiles files = files(disk);
    files.write(new Checkpoint("a", 1, document("t")), Map.of());
    int plain = disk.steps();
    files.write(sharing("b"), Map.of(PART, CONTENT));

    // Then
    assertThat(disk.unsynced()).isEmpty();
    assertThat(plain).isEqualTo((int) steps().count());
    assertThat(disk.steps() - plain).isEqualTo((int) stepsWithAPart().count());
  }

  @ParameterizedTest
  @CsvSource({
    "No space left on device, disk-full, free some",
    "Read-only file system, journal-failed, mount it for writing"
  })
  void saysWhatTheDiskRefusedAndWhatToDo(String refusal, String code, String advice) {
    // Given
    FileJournal refused = open(FaultyDisk.refusing(refusal));

    // When
    assertThatThrownBy(() -> await(refused.save(new Checkpoint("a", 1, document("t")))))
        // Then
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code().slug()).isEqualTo(code))
        .hasMessageContaining("The checkpoint of export a could not be kept")
        .hasMessageContaining(directories.exports().resolve("a").toString())
        .hasMessageContaining(advice);
  }

  @Test
  void whoWaitsIsToldOfAnErrorTooAndTheJournalGoesOn() {
    // Given
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");
    FileJournal failing = open(FaultyDisk.throwingOnce(error));
    Checkpoint checkpoint = new Checkpoint("a", 1, document("t"));

    // When
    assertThatThrownBy(() -> await(failing.save(checkpoint)))
        // Then
        .hasStackTraceContaining("Java heap space");
    await(failing.save(checkpoint));
    assertThat(load(reopened())).containsExactly(checkpoint);
  }

  @Test
  void aVanishedDirectoryIsNotSilentlyMadeAnew() throws IOException {
    // Given
    Files.delete(directories.exports());

    // When
    assertThatThrownBy(() -> await(journal.save(new Checkpoint("a", 1, document("t")))))
        // Then
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_FAILED))
        .hasMessageContaining("check that the volume is mounted");
    assertThat(directories.exports()).doesNotExist();
  }

  @Test
  void refusesAnIdThatIsAPath() {
    assertThatThrownBy(() -> journal.remove("../results"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private FileJournal open(Disk disk) {
    FileJournal another = new FileJournal(directories, disk);
    opened.add(another);
    return another;
  }

  private CheckpointFiles files(Disk disk) {
    return new CheckpointFiles(
        directories.exports(), directories.requests(), directories.setAside(), disk);
  }

  private void put(String id, byte[] content) throws IOException {
    Path directory = Files.createDirectories(directories.exports().resolve(id));
    Files.write(directory.resolve("export.json"), content);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}

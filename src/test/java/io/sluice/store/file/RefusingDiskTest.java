package io.sluice.store.file;

import static io.sluice.store.SampleRows.CONTENT;
import static io.sluice.store.SampleRows.PART;
import static io.sluice.store.SampleRows.alone;
import static io.sluice.store.SampleRows.equalTo;
import static io.sluice.store.SampleRows.find;
import static io.sluice.store.SampleRows.ids;
import static io.sluice.store.SampleRows.insert;
import static io.sluice.store.SampleRows.inserted;
import static io.sluice.store.SampleRows.joining;
import static io.sluice.store.SampleRows.keyed;
import static io.sluice.store.SampleRows.labels;
import static io.sluice.store.SampleRows.next;
import static io.sluice.store.SampleRows.now;
import static io.sluice.store.SampleRows.row;
import static io.sluice.store.SampleRows.seen;
import static io.sluice.store.SampleRows.sharing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.base.DurableFiles;
import io.sluice.base.ErrorCode;
import io.sluice.base.FaultyDisk;
import io.sluice.base.SluiceException;
import io.sluice.store.Insertion.Stored;
import io.sluice.store.Labels;
import io.sluice.store.Newcomer;
import io.sluice.store.Row;
import io.sluice.store.SaveOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the disk refuses is told, leaves nothing half, and may be asked for again. */
class RefusingDiskTest {
  private static final String FULL = "No space left on device";

  @TempDir Path folder;
  private StoreDirectory kept;

  @BeforeEach
  void open() {
    kept = new StoreDirectory(folder);
  }

  @AfterEach
  void close() {
    kept.close();
  }

  @ParameterizedTest
  @CsvSource({
    "No space left on device, disk-full, free some",
    "Read-only file system, journal-failed, mount it for writing"
  })
  void saysWhatTheDiskRefusedAndWhatToDo(String refusal, String code, String advice) {
    // Given
    Row there = row(labels("queued"));
    inserted(kept.start(), there);
    FileStore store = kept.start(FaultyDisk.refusingAfter(1, refusal)); // opening syncs once
    Row newcomer = row(labels("queued"));

    // Then
    assertThatThrownBy(() -> insert(store, newcomer))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code().slug()).isEqualTo(code))
        .hasMessageContaining("The export " + newcomer.id() + " could not be kept")
        .hasMessageContaining(kept.exports().resolve(newcomer.id()).toString())
        .hasMessageContaining(advice);
    assertThatThrownBy(() -> now(store.save(next(there, labels("merging")), 1)))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code().slug()).isEqualTo(code))
        .hasMessageContaining("The checkpoint of export " + there.id() + " could not be kept")
        .hasMessageContaining(kept.exports().resolve(there.id()).toString())
        .hasMessageContaining(advice);
    assertThatThrownBy(() -> now(store.remove(there.id())))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code().slug()).isEqualTo(code))
        .hasMessageContaining("The export " + there.id() + " could not be removed")
        .hasMessageContaining(advice);
    assertThat(find(store, there.id())).contains(seen(there));
    assertThat(ids(store)).containsExactly(there.id());
  }

  @Test
  void saysThatItCannotBeOpened() {
    // Given
    FileStore store = kept.unopened(FaultyDisk.refusing("Input/output error"));

    // Then
    for (int time = 0; time < 2; time++) {
      assertThatThrownBy(() -> now(store.open()))
          .isInstanceOfSatisfying(
              SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_FAILED))
          .hasMessageContaining(kept.exports().toString());
    }
    assertThatThrownBy(() -> insert(store, row(labels("queued"))))
        .isInstanceOf(SluiceException.class);
  }

  /** Three rows of one batch with their part: 4 steps for the part, 5 for each row, 1 for all. */
  static IntStream steps() {
    return IntStream.range(1, 1 + 4 + 3 * 5 + 1);
  }

  private static List<Newcomer> batch() {
    Labels member = keyed("key", Optional.empty(), Set.of("batch-1"));
    return Stream.generate(() -> row(member))
        .limit(3)
        .map(row -> new Row(row.id(), 1, 0, member, row.document(), Set.of(PART)))
        .map(row -> new Newcomer(row, Map.of(PART, CONTENT), false))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aRefusedInsertionLeavesNothingAndMayBeAskedForAgain(int step) {
    // Given
    FileStore store = kept.start(FaultyDisk.refusingOnceAfter(step, FULL));

    // When
    assertThatThrownBy(() -> now(store.insert(batch())))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL));

    // Then
    assertNothingIsLeft(store);
    assertThat(now(store.insert(batch()))).isInstanceOf(Stored.class);
    assertThat(now(kept.start().part(PART))).isEqualTo(CONTENT);
  }

  /** What stayed on the disk would be taken up after a restart, beside what was asked for again. */
  @ParameterizedTest
  @MethodSource("steps")
  void anInsertionThatAnErrorBrokeLeavesNothingEither(int step) {
    // Given
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");
    FileStore store = kept.start(FaultyDisk.throwingOnceAfter(step, error));

    // When
    assertThatThrownBy(() -> now(store.insert(batch()))).hasStackTraceContaining("Java heap space");

    // Then
    assertNothingIsLeft(store);
    assertThat(now(store.insert(batch()))).isInstanceOf(Stored.class);
  }

  /** From the step on that follows the first row's rename. */
  static IntStream stepsAfterTheFirstRow() {
    return IntStream.range(1 + 4 + 4, 1 + 4 + 3 * 5 + 1);
  }

  /** Neither a second export for the key, nor one that nobody finds before the next start. */
  @ParameterizedTest
  @MethodSource("stepsAfterTheFirstRow")
  void whatARefusedInsertionLeavesOnADiskThatRefusesItsRemovalIsThereLikeAnyOther(int steps) {
    // Given
    FileStore store = kept.start(FaultyDisk.refusingAfter(steps, FULL));
    List<Newcomer> batch = batch();

    // When
    assertThatThrownBy(() -> now(store.insert(batch))).isInstanceOf(SluiceException.class);

    // Then
    List<String> left =
        now(store.findByKey(Optional.empty(), "key")).stream().map(Row::id).toList();
    assertThat(left).isNotEmpty().allMatch(id -> find(store, id).isPresent());
    assertThat(ids(store)).containsExactlyInAnyOrderElementsOf(left);
    assertThat(ids(kept.start())).containsExactlyInAnyOrderElementsOf(left);
  }

  private void assertNothingIsLeft(FileStore store) {
    assertThat(ids(store)).isEmpty();
    assertThat(StoreDirectory.names(kept.exports())).isEmpty();
    assertThat(StoreDirectory.names(kept.requests())).isEmpty();
    assertThat(ids(kept.start())).isEmpty();
  }

  static IntStream stepsOfASave() {
    return IntStream.range(1, 1 + 4);
  }

  @ParameterizedTest
  @MethodSource("stepsOfASave")
  void aRefusedSaveMayBeAskedForAgain(int step) {
    // Given
    Row old = row(keyed("key"));
    Row renewed = next(old, keyed("key"));
    inserted(kept.start(), old);
    FileStore store = kept.start(FaultyDisk.refusingOnceAfter(step, FULL));

    // When
    assertThatThrownBy(() -> now(store.save(renewed, 1))).isInstanceOf(SluiceException.class);

    // Then
    assertThat(find(store, old.id())).isPresent();
    assertThat(now(store.save(renewed, 1))).isEqualTo(SaveOutcome.SAVED);
    assertThat(find(kept.start(), old.id())).contains(seen(renewed));
  }

  static IntStream stepsOfARemoval() {
    return IntStream.range(1, 1 + 4 + 1);
  }

  @ParameterizedTest
  @MethodSource("stepsOfARemoval")
  void aRefusedRemovalMayBeAskedForAgain(int step) {
    // Given
    Row row = sharing();
    inserted(kept.start(), row);
    FileStore store = kept.start(FaultyDisk.refusingOnceAfter(step, "Input/output error"));

    // When
    assertThatThrownBy(() -> now(store.remove(row.id()))).isInstanceOf(SluiceException.class);
    now(store.remove(row.id()));

    // Then
    assertNothingIsLeft(store);
  }

  @Test
  void whoWaitsIsToldOfAnErrorTooAndTheStoreGoesOn() {
    // Given
    Row row = row(labels("queued"));
    inserted(kept.start(), row);
    FileStore store =
        kept.start(FaultyDisk.throwingOnceAfter(1, new OutOfMemoryError("Java heap space")));
    Row later = next(row, labels("merging"));

    // When
    assertThatThrownBy(() -> now(store.save(later, 1)))
        // Then
        .hasStackTraceContaining("Java heap space");
    assertThat(now(store.save(later, 1))).isEqualTo(SaveOutcome.SAVED);
    assertThat(find(kept.start(), row.id())).contains(seen(later));
  }

  @Test
  void whoJoinsNeedsNoDisk() {
    // Given
    Row oldest = row(equalTo("digest"));
    inserted(kept.start(), oldest);
    FileStore store = kept.start(FaultyDisk.refusingAfter(1, FULL));

    // When
    assertThat(now(store.insert(List.of(joining(row(equalTo("digest")))))))
        // Then
        .isEqualTo(new Stored(List.of(oldest.id())));
    assertThat(now(store.insert(List.of()))).isEqualTo(new Stored(List.of()));
  }

  @Test
  void aVanishedDirectoryIsNotSilentlyMadeAnew() throws IOException {
    // Given
    FileStore store = kept.start();
    Files.delete(kept.exports());

    // When
    assertThatThrownBy(() -> insert(store, row(labels("queued"))))
        // Then
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_FAILED))
        .hasMessageContaining("check that the volume is mounted");
    assertThat(kept.exports()).doesNotExist();
  }

  @Test
  void whatIsAskedForBeforeItIsOpenWaitsAndIsDoneWhoeverLeaves() throws InterruptedException {
    // Given
    Row waiting = row(labels("queued"));
    CountDownLatch letGo = new CountDownLatch(1);
    FileStore store = kept.unopened(SyncingDisk.heldUntil(letGo));

    // When
    store.insert(List.of(alone(waiting))).subscribe().with(done -> {}).cancel();
    letGo.countDown();

    // Then
    insert(store, row(labels("queued")));
    assertThat(find(store, waiting.id())).contains(seen(waiting));
  }

  @Test
  void takesNothingAfterItWasClosed() {
    // Given
    FileStore store = kept.start(DurableFiles.real());
    store.close();

    // When
    assertThatThrownBy(() -> insert(store, row(labels("queued"))))
        // Then
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SHUTTING_DOWN));
    assertThat(StoreDirectory.names(kept.exports())).isEmpty();
    assertThat(ids(kept.start())).isEmpty();
  }
}

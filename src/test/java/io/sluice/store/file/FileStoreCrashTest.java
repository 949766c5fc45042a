package io.sluice.store.file;

import static io.sluice.store.SampleRows.CONTENT;
import static io.sluice.store.SampleRows.PART;
import static io.sluice.store.SampleRows.labels;
import static io.sluice.store.SampleRows.next;
import static io.sluice.store.SampleRows.now;
import static io.sluice.store.SampleRows.row;
import static io.sluice.store.SampleRows.seen;
import static io.sluice.store.SampleRows.sharing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.base.FaultyDisk;
import io.sluice.store.Filter;
import io.sluice.store.Row;
import io.sluice.store.SampleRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The power goes at each step of what is written; the next process finds whole rows alone. */
class FileStoreCrashTest {
  private static final int STEPS_OF_AN_INSERTION = 6;
  private static final int STEPS_OF_THREE_ROWS_AND_A_PART = 4 + 3 * 5 + 1;
  private static final int STEPS_OF_A_SAVE = 4;
  private static final int STEPS_OF_A_REMOVAL = 4;

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

  static IntStream stepsOfAnInsertion() {
    return IntStream.range(0, STEPS_OF_AN_INSERTION);
  }

  @ParameterizedTest
  @MethodSource("stepsOfAnInsertion")
  void anInsertionLeavesAllOrNothing(int step) {
    // Given
    Row row = row(labels("queued"));
    RowFiles files = kept.files(FaultyDisk.powerCutAfter(step));

    // When
    assertThatThrownBy(() -> files.insert(List.of(row), Map.of()))
        .isInstanceOf(FaultyDisk.PowerCut.class);

    // Then
    FileStore next = kept.start();
    assertThat(seenIn(next)).isSubsetOf(seen(row));
    assertThat(now(next.ids(Filter.ALL))).hasSameSizeAs(StoreDirectory.names(kept.exports()));
    assertThat(kept.setAside()).doesNotExist();
  }

  static IntStream stepsOfThreeRowsAndAPart() {
    return IntStream.range(0, STEPS_OF_THREE_ROWS_AND_A_PART);
  }

  @ParameterizedTest
  @MethodSource("stepsOfThreeRowsAndAPart")
  void anInsertionOfSeveralLeavesSomeOfThemWholeWithTheirParts(int step) {
    // Given
    List<Row> rows = List.of(sharing(), sharing(), sharing());
    RowFiles files = kept.files(FaultyDisk.powerCutAfter(step));

    // When
    assertThatThrownBy(() -> files.insert(rows, Map.of(PART, CONTENT)))
        .isInstanceOf(FaultyDisk.PowerCut.class);

    // Then
    FileStore next = kept.start();
    List<SampleRows.Seen> found = seenIn(next);
    assertThat(found).isSubsetOf(rows.stream().map(SampleRows::seen).toList());
    if (found.isEmpty()) {
      assertThat(StoreDirectory.names(kept.requests())).isEmpty();
    } else {
      assertThat(now(next.part(PART))).isEqualTo(CONTENT);
    }
    assertThat(kept.setAside()).doesNotExist();
  }

  static IntStream stepsOfASave() {
    return IntStream.range(0, STEPS_OF_A_SAVE);
  }

  @ParameterizedTest
  @MethodSource("stepsOfASave")
  void aSaveLeavesTheOldOrTheNew(int step) {
    // Given
    Row old = row(labels("queued"));
    Row renewed = next(old, labels("merging"));
    SampleRows.inserted(kept.start(), old);
    RowFiles files = kept.files(FaultyDisk.powerCutAfter(step));

    // When
    assertThatThrownBy(() -> files.write(renewed, Map.of()))
        .isInstanceOf(FaultyDisk.PowerCut.class);

    // Then
    assertThat(seenIn(kept.start())).hasSize(1).isSubsetOf(seen(old), seen(renewed));
  }

  static IntStream stepsOfASaveWithAPart() {
    return IntStream.range(0, 4 + STEPS_OF_A_SAVE);
  }

  @ParameterizedTest
  @MethodSource("stepsOfASaveWithAPart")
  void aSaveThatMovesAPartOutLeavesNoRowWithoutIt(int step) {
    // Given
    Row old = row(labels("queued"));
    Row moved = new Row(old.id(), 2, 0, old.labels(), old.document(), Set.of(PART));
    SampleRows.inserted(kept.start(), old);
    RowFiles files = kept.files(FaultyDisk.powerCutAfter(step));

    // When
    assertThatThrownBy(() -> files.write(moved, Map.of(PART, CONTENT)))
        .isInstanceOf(FaultyDisk.PowerCut.class);

    // Then
    FileStore next = kept.start();
    List<SampleRows.Seen> found = seenIn(next);
    assertThat(found).hasSize(1).isSubsetOf(seen(old), seen(moved));
    if (found.get(0).parts().isEmpty()) {
      assertThat(StoreDirectory.names(kept.requests())).isEmpty();
    } else {
      assertThat(now(next.part(PART))).isEqualTo(CONTENT);
    }
  }

  static IntStream stepsOfARemoval() {
    return IntStream.range(0, STEPS_OF_A_REMOVAL + 1);
  }

  @ParameterizedTest
  @MethodSource("stepsOfARemoval")
  void aRemovalLeavesAllOrNothingAndNoRowWithoutItsPart(int step) throws Exception {
    // Given
    Row row = sharing();
    SampleRows.inserted(kept.start(), row);
    RowFiles files = kept.files(FaultyDisk.powerCutAfter(1 + step)); // reading syncs once
    files.readAll(each -> {});

    // When
    assertThatThrownBy(() -> files.delete(row.id())).isInstanceOf(FaultyDisk.PowerCut.class);

    // Then
    FileStore next = kept.start();
    List<SampleRows.Seen> found = seenIn(next);
    assertThat(found).isSubsetOf(seen(row));
    if (found.isEmpty()) {
      assertThat(StoreDirectory.names(kept.exports())).isEmpty();
      assertThat(StoreDirectory.names(kept.requests())).isEmpty();
    } else {
      assertThat(now(next.part(PART))).isEqualTo(CONTENT);
    }
    assertThat(kept.setAside()).doesNotExist();
  }

  @Test
  void nothingIsLeftToAPowerCutOnceItIsDone() throws IOException {
    // Given
    FaultyDisk disk = FaultyDisk.faultless();
    RowFiles files = kept.files(disk);
    Row row = row(labels("queued"));

    // When
    files.insert(List.of(row), Map.of());
    int insertion = disk.steps();
    files.insert(List.of(sharing(), sharing(), sharing()), Map.of(PART, CONTENT));
    int three = disk.steps() - insertion;
    files.write(next(row, labels("merging")), Map.of());
    int save = disk.steps() - insertion - three;
    files.delete(row.id());

    // Then
    assertThat(disk.unsynced()).isEmpty();
    assertThat(insertion).isEqualTo(STEPS_OF_AN_INSERTION);
    assertThat(three).isEqualTo(STEPS_OF_THREE_ROWS_AND_A_PART);
    assertThat(save).isEqualTo(STEPS_OF_A_SAVE);
    assertThat(disk.steps() - insertion - three - save).isEqualTo(STEPS_OF_A_REMOVAL);
  }

  @Test
  void nothingIsToldThatAPowerCutCouldTakeBack() {
    // Given
    FaultyDisk disk = FaultyDisk.faultless();
    FileStore store = kept.start(disk);
    List<Set<Path>> atRisk = new ArrayList<>();
    store.changes().subscribe().with(change -> atRisk.add(disk.unsynced()));
    Row row = row(labels("queued"));

    // When
    SampleRows.insert(store, row, row(labels("queued")));
    now(store.save(next(row, labels("merging")), 1));
    now(store.remove(row.id()));

    // Then
    assertThat(atRisk).hasSize(4).containsOnly(Set.of());
  }

  @Test
  void anExportWhoseFirstFileWasNeverWholeIsForgotten() throws IOException {
    // Given
    Path directory = Files.createDirectories(kept.exports().resolve("unborn"));
    Files.writeString(directory.resolve("export.json.tmp"), "{\"for", StandardCharsets.UTF_8);

    // When
    FileStore next = kept.start();

    // Then
    assertThat(seenIn(next)).isEmpty();
    assertThat(directory).doesNotExist();
    assertThat(kept.setAside()).doesNotExist();
  }

  private static List<SampleRows.Seen> seenIn(FileStore store) {
    return now(store.page(Filter.ALL, Optional.empty(), 100)).stream()
        .map(SampleRows::seen)
        .toList();
  }
}

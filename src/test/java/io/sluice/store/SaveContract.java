package io.sluice.store;

import static io.sluice.store.SampleRows.CONTENT;
import static io.sluice.store.SampleRows.MORNING;
import static io.sluice.store.SampleRows.PART;
import static io.sluice.store.SampleRows.ended;
import static io.sluice.store.SampleRows.find;
import static io.sluice.store.SampleRows.ids;
import static io.sluice.store.SampleRows.inserted;
import static io.sluice.store.SampleRows.labels;
import static io.sluice.store.SampleRows.next;
import static io.sluice.store.SampleRows.now;
import static io.sluice.store.SampleRows.row;
import static io.sluice.store.SampleRows.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A row is saved as a whole, and only over the version that was read. */
interface SaveContract extends StoreUnderTest {

  @Test
  default void aSaveReplacesTheWholeRow() {
    // Given
    Row old = row(labels("queued"));
    Row renewed = next(old, ended(old.labels(), "cancelled", MORNING));
    inserted(store(), old);

    // When
    SaveOutcome outcome = now(store().save(renewed, 1));

    // Then
    assertThat(outcome).isEqualTo(SaveOutcome.SAVED);
    assertThat(find(restarted().store(), old.id())).contains(seen(renewed));
  }

  @Test
  default void aSaveOverAVersionThatIsNotThereAnyMoreIsStale() {
    // Given
    Row first = row(labels("queued"));
    Row second = next(first, labels("unloading"));
    inserted(store(), first);
    now(store().save(second, 1));
    Row late = next(first, ended(first.labels(), "cancelled", MORNING));

    // When
    SaveOutcome outcome = now(beside().store().save(late, 1));

    // Then
    assertThat(outcome).isEqualTo(SaveOutcome.STALE);
    assertThat(now(store().save(late, 7))).isEqualTo(SaveOutcome.STALE);
    assertThat(find(store(), first.id())).contains(seen(second));
    assertThat(find(restarted().store(), first.id())).contains(seen(second));
  }

  @Test
  default void aSaveMayKeepTheVersion() {
    // Given
    Row row = row(labels("queued"));
    Row same = new Row(row.id(), 1, 0, labels("merging"), row.document(), Set.of());
    inserted(store(), row);

    // When
    SaveOutcome outcome = now(store().save(same, 1));

    // Then
    assertThat(outcome).isEqualTo(SaveOutcome.SAVED);
    assertThat(find(store(), row.id())).contains(seen(same));
  }

  @Test
  default void aRowThatIsNotThereIsNotSaved() {
    // Given
    Row never = row(labels("queued"));
    Row removed = row(labels("queued"));
    inserted(store(), removed);
    now(store().remove(removed.id()));

    // Then
    assertThat(now(store().save(next(never, labels("queued")), 1))).isEqualTo(SaveOutcome.STALE);
    assertThat(now(store().save(next(removed, labels("queued")), 1))).isEqualTo(SaveOutcome.STALE);
    assertThat(now(store().save(never, 0))).isEqualTo(SaveOutcome.STALE);
    assertThat(ids(store())).isEmpty();
    assertThat(ids(restarted().store())).isEmpty();
  }

  @Test
  default void savesAreAppliedInTheOrderAsked() {
    // Given
    Row row = row(labels("queued"));
    inserted(store(), row);
    List<Uni<SaveOutcome>> saves =
        LongStream.rangeClosed(2, 100)
            .mapToObj(version -> SampleRows.as(row, version, 0, labels("state-" + version)))
            .map(later -> store().save(later, later.version() - 1))
            .toList();

    // When
    List<SaveOutcome> outcomes = now(Uni.join().all(saves).andFailFast());

    // Then
    assertThat(outcomes).containsOnly(SaveOutcome.SAVED);
    assertThat(find(restarted().store(), row.id()))
        .contains(seen(SampleRows.as(row, 100, 0, labels("state-100"))));
  }

  @Test
  default void aPartThatCameWithTheRowNeedNotBeGivenAgain() {
    // Given
    Row first = SampleRows.sharing();
    inserted(store(), first);

    // When
    now(store().save(next(first, labels("merging")), 1));

    // Then
    assertThat(now(restarted().store().part(PART))).isEqualTo(CONTENT);
  }

  @Test
  default void aSaveMayMoveAPartOut() {
    // Given
    Row whole = row(labels("queued"));
    Row moved = new Row(whole.id(), 2, 0, whole.labels(), whole.document(), Set.of(PART));
    inserted(store(), whole);

    // When
    SaveOutcome outcome = now(store().save(moved, 1, Map.of(PART, CONTENT)));

    // Then
    assertThat(outcome).isEqualTo(SaveOutcome.SAVED);
    assertThat(now(store().part(PART))).isEqualTo(CONTENT);
    Peer next = restarted();
    assertThat(find(next.store(), whole.id())).contains(seen(moved));
    assertThat(now(next.store().part(PART))).isEqualTo(CONTENT);
  }

  @Test
  default void whatIsAskedForWithoutASubscriberIsNotSaved() {
    // Given
    Row row = row(labels("queued"));
    inserted(store(), row);

    // When
    assertThat(store().save(next(row, labels("merging")), 1)).isNotNull();
    assertThat(store().remove(row.id())).isNotNull();

    // Then
    assertThat(find(store(), row.id())).contains(seen(row));
  }
}

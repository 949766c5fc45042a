package io.sluice.store;

import static io.sluice.store.SampleRows.MORNING;
import static io.sluice.store.SampleRows.ended;
import static io.sluice.store.SampleRows.equalTo;
import static io.sluice.store.SampleRows.find;
import static io.sluice.store.SampleRows.inserted;
import static io.sluice.store.SampleRows.keyed;
import static io.sluice.store.SampleRows.labels;
import static io.sluice.store.SampleRows.newId;
import static io.sluice.store.SampleRows.next;
import static io.sluice.store.SampleRows.now;
import static io.sluice.store.SampleRows.row;
import static io.sluice.store.SampleRows.seen;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rows are found by id, key and equal request, and counted by state. */
interface LookupContract extends StoreUnderTest {

  @Test
  default void findsARowAsItWasLastKept() {
    // Given
    Row row = row(labels("queued"));
    Row later = next(row, labels("unloading"));
    inserted(store(), row);

    // When
    now(store().save(later, 1));

    // Then
    assertThat(find(store(), row.id())).contains(seen(later));
    assertThat(find(beside().store(), row.id())).contains(seen(later));
    assertThat(find(store(), newId())).isEmpty();
  }

  @Test
  default void findsByKeyTheOldestFirst() {
    // Given
    Labels member = keyed("key", Optional.of("anna"), Set.of("batch-1"));
    Row one = row(member);
    Row two = row(member);
    Row three = row(member);
    inserted(store(), two, three, row(keyed("key")), one);

    // When
    List<Row> found = now(beside().store().findByKey(Optional.of("anna"), "key"));

    // Then
    assertThat(found)
        .extracting(SampleRows::seen)
        .containsExactly(seen(one), seen(two), seen(three));
    assertThat(now(store().findByKey(Optional.of("anna"), "other"))).isEmpty();
    assertThat(now(store().findByKey(Optional.of("bert"), "key"))).isEmpty();
    assertThat(now(restarted().store().findByKey(Optional.of("anna"), "key"))).hasSize(3);
  }

  @Test
  default void findsByAKeyThatASaveAdded() {
    // Given
    Row row = row(keyed("first"));
    inserted(store(), row);

    // When
    now(
        store()
            .save(
                next(row, SampleRows.of(Optional.empty(), Set.of("first", "second"), "", Set.of())),
                1));

    // Then
    assertThat(now(store().findByKey(Optional.empty(), "second"))).hasSize(1);
    assertThat(now(store().findByKey(Optional.empty(), "first"))).hasSize(1);
  }

  @Test
  default void findsTheOldestRowOfAnEqualRequestUnderWay() {
    // Given
    Row ended = row(equalTo("a"));
    Row oldest = row(equalTo("a"));
    Row younger = row(equalTo("a"));
    Row other = row(equalTo("b"));
    inserted(store(), ended, oldest, younger, other, row(equalTo("c")));

    // When
    now(store().save(next(ended, ended(ended.labels(), "cancelled", MORNING)), 1));

    // Then
    Map<String, String> expected = Map.of("a", oldest.id(), "b", other.id());
    List<String> asked = List.of("a", "b", "unknown", "");
    assertThat(now(beside().store().findUnderWay(asked))).isEqualTo(expected);
    assertThat(now(restarted().store().findUnderWay(asked))).isEqualTo(expected);
  }

  @Test
  default void nothingIsUnderWayOnceTheLastHasEndedOrIsRemoved() {
    // Given
    Row ended = row(equalTo("a"));
    Row removed = row(equalTo("b"));
    inserted(store(), ended, removed);

    // When
    now(store().save(next(ended, ended(ended.labels(), "failed", MORNING)), 1));
    now(store().remove(removed.id()));

    // Then
    assertThat(now(store().findUnderWay(List.of("a", "b")))).isEmpty();
  }

  @Test
  default void countsTheRowsOfEachState() {
    // Given
    Row moved = row(labels("queued"));
    Row removed = row(labels("queued"));
    inserted(store(), moved, removed, row(labels("queued")), row(labels("failed")));

    // When
    now(store().save(next(moved, labels("merging")), 1));
    now(store().remove(removed.id()));

    // Then
    Map<String, Long> expected = Map.of("queued", 1L, "failed", 1L, "merging", 1L);
    assertThat(now(beside().store().count(Filter.ALL))).isEqualTo(expected);
    assertThat(now(restarted().store().count(Filter.ALL))).isEqualTo(expected);
    assertThat(now(store().count(Filter.inStates(Set.of("failed")))))
        .isEqualTo(Map.of("failed", 1L));
    assertThat(now(store().count(Filter.ALL.within(Set.of("elsewhere"))))).isEmpty();
  }
}

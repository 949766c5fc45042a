package io.sluice.store;

import static io.sluice.store.SampleRows.CONTENT;
import static io.sluice.store.SampleRows.MORNING;
import static io.sluice.store.SampleRows.PART;
import static io.sluice.store.SampleRows.alone;
import static io.sluice.store.SampleRows.ended;
import static io.sluice.store.SampleRows.equalTo;
import static io.sluice.store.SampleRows.find;
import static io.sluice.store.SampleRows.ids;
import static io.sluice.store.SampleRows.insert;
import static io.sluice.store.SampleRows.inserted;
import static io.sluice.store.SampleRows.joining;
import static io.sluice.store.SampleRows.keyed;
import static io.sluice.store.SampleRows.labels;
import static io.sluice.store.SampleRows.newId;
import static io.sluice.store.SampleRows.next;
import static io.sluice.store.SampleRows.now;
import static io.sluice.store.SampleRows.row;
import static io.sluice.store.SampleRows.seen;
import static io.sluice.store.SampleRows.sharing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.store.Insertion.KeyTaken;
import io.sluice.store.Insertion.Stored;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows are inserted once, all or none; keys are given once; newcomers join equal requests. */
interface InsertionContract extends StoreUnderTest {

  @Test
  default void aNewStoreIsEmpty() {
    assertThat(ids(store())).isEmpty();
    assertThat(now(store().count(Filter.ALL))).isEmpty();
  }

  @Test
  default void whatWasInsertedIsFoundByTheNextProcess() {
    // Given
    Row one = row(keyed("one", Optional.of("anna"), Set.of("batch-1")));
    Row two = row(ended(labels("queued"), "succeeded", MORNING));

    // When
    Insertion insertion = insert(store(), one, two);

    // Then
    ExportStore next = restarted().store();
    assertThat(insertion).isEqualTo(new Stored(List.of(one.id(), two.id())));
    assertThat(find(next, one.id())).contains(seen(one));
    assertThat(find(next, two.id())).contains(seen(two));
    assertThat(ids(next)).containsExactly(two.id(), one.id());
  }

  @Test
  default void nothingIsWrittenBeforeItIsSubscribedTo() {
    // When
    assertThat(store().insert(List.of(alone(row(labels("queued")))))).isNotNull();

    // Then
    assertThat(ids(store())).isEmpty();
    assertThat(ids(restarted().store())).isEmpty();
  }

  @Test
  default void aKeyIsGivenOnceAndWhoComesLaterIsToldWhoHasIt() {
    // Given
    Row first = row(keyed("key"));
    inserted(store(), first);

    // When
    Insertion second = insert(beside().store(), row(keyed("key")));

    // Then
    assertThat(second).isEqualTo(new KeyTaken(List.of(first.id())));
    assertThat(insert(restarted().store(), row(keyed("key")))).isEqualTo(second);
  }

  @Test
  default void aKeyIsHeldByARowThatHasEnded() {
    // Given
    Row first = row(keyed("key"));
    inserted(store(), first);
    now(store().save(next(first, ended(first.labels(), "failed", MORNING)), 1));

    // When
    Insertion second = insert(store(), row(keyed("key")));

    // Then
    assertThat(second).isEqualTo(new KeyTaken(List.of(first.id())));
  }

  @Test
  default void keysOfTwoOwnersAreTwoKeys() {
    // Given
    Row nobodys = row(keyed("key"));
    Row annas = row(keyed("key", Optional.of("anna"), Set.of()));
    Row berts = row(keyed("key", Optional.of("bert"), Set.of()));

    // When
    inserted(store(), nobodys, annas, berts);

    // Then
    assertThat(insert(store(), row(keyed("key", Optional.of("bert"), Set.of()))))
        .isEqualTo(new KeyTaken(List.of(berts.id())));
    assertThat(ids(store())).containsExactly(berts.id(), annas.id(), nobodys.id());
  }

  @Test
  default void anyOfSeveralKeysIsTaken() {
    // Given
    Row first = row(SampleRows.of(Optional.empty(), Set.of("a", "b"), "", Set.of()));
    inserted(store(), first);

    // Then
    for (String key : List.of("a", "b")) {
      Row second = row(SampleRows.of(Optional.empty(), Set.of("z", key), "", Set.of()));
      assertThat(insert(store(), second)).isEqualTo(new KeyTaken(List.of(first.id())));
    }
    assertThat(insert(store(), row(keyed("z")))).isInstanceOf(Stored.class);
  }

  @Test
  default void theMembersOfABatchShareItsKeyAndNobodyElseDoes() {
    // Given
    Labels member = keyed("key", Optional.empty(), Set.of("batch-1"));
    Row one = row(member);
    Row two = row(member);

    // When
    Insertion batch = insert(store(), one, two);

    // Then
    KeyTaken taken = new KeyTaken(List.of(one.id(), two.id()));
    assertThat(batch).isEqualTo(new Stored(List.of(one.id(), two.id())));
    assertThat(insert(store(), row(keyed("key")))).isEqualTo(taken);
    assertThat(insert(store(), row(keyed("key", Optional.empty(), Set.of("batch-2")))))
        .isEqualTo(taken);
    Row three = row(member);
    assertThat(insert(store(), three)).isEqualTo(new Stored(List.of(three.id())));
  }

  @Test
  default void aBatchDoesNotTakeTheKeyOfALoneRow() {
    // Given
    Row lone = row(keyed("key"));
    inserted(store(), lone);

    // When
    Insertion batch = insert(store(), row(keyed("key", Optional.empty(), Set.of("batch-1"))));

    // Then
    assertThat(batch).isEqualTo(new KeyTaken(List.of(lone.id())));
  }

  @Test
  default void allAreInsertedOrNone() {
    // Given
    Row first = row(keyed("key"));
    inserted(store(), first);
    Row innocent = row(labels("queued"));

    // When
    Insertion insertion =
        now(
            store()
                .insert(
                    List.of(
                        alone(innocent),
                        new Newcomer(sharing(), Map.of(PART, CONTENT), false),
                        alone(row(keyed("key"))))));

    // Then
    assertThat(insertion).isEqualTo(new KeyTaken(List.of(first.id())));
    assertThat(ids(store())).containsExactly(first.id());
    assertThatThrownBy(() -> now(store().part(PART))).isInstanceOf(SluiceException.class);
    assertThat(ids(restarted().store())).containsExactly(first.id());
  }

  @Test
  default void aNewcomerThatJoinsIsAnsweredByTheOldestEqualRowUnderWay() {
    // Given
    Row other = row(equalTo("other"));
    Row oldest = row(equalTo("digest"));
    Row younger = row(equalTo("digest"));
    inserted(store(), other, oldest, younger);
    Row unlike = row(equalTo("unlike"));

    // When
    Insertion insertion =
        now(beside().store().insert(List.of(joining(unlike), joining(row(equalTo("digest"))))));

    // Then
    assertThat(insertion).isEqualTo(new Stored(List.of(unlike.id(), oldest.id())));
    assertThat(ids(store())).containsExactly(unlike.id(), younger.id(), oldest.id(), other.id());
  }

  @Test
  default void aNewcomerThatJoinsLeavesNothingOfItsOwn() {
    // Given
    Row oldest = row(equalTo("digest"));
    inserted(store(), oldest);
    Row joining = new Row(newId(), 1, 0, equalTo("digest"), oldest.document(), Set.of(PART));

    // When
    now(store().insert(List.of(new Newcomer(joining, Map.of(PART, CONTENT), true))));

    // Then
    assertThat(find(store(), joining.id())).isEmpty();
    assertThat(find(store(), oldest.id())).contains(seen(oldest));
    assertThatThrownBy(() -> now(store().part(PART)))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_FAILED));
  }

  @Test
  default void aNewcomerDoesNotJoinWhatHasEndedNorWhatSaysNothingOfItsRequest() {
    // Given
    Row done = row(equalTo("digest"));
    inserted(store(), done, row(equalTo("")));
    now(store().save(next(done, ended(done.labels(), "succeeded", MORNING)), 1));
    Row again = row(equalTo("digest"));
    Row unknown = row(equalTo(""));

    // When
    Insertion insertion = now(store().insert(List.of(joining(again), joining(unknown))));

    // Then
    assertThat(insertion).isEqualTo(new Stored(List.of(again.id(), unknown.id())));
  }

  @Test
  default void whoDoesNotJoinIsInsertedBesideAnEqualRow() {
    // Given
    inserted(store(), row(equalTo("digest")));
    Row second = row(equalTo("digest"));

    // When
    Insertion insertion = insert(store(), second);

    // Then
    assertThat(insertion).isEqualTo(new Stored(List.of(second.id())));
  }

  @Test
  default void aNewcomerWhoseKeyIsTakenDoesNotJoin() {
    // Given
    Row holder = row(keyed("key"));
    inserted(store(), holder, row(equalTo("digest")));
    Row keyed = row(SampleRows.of(Optional.empty(), Set.of("key"), "digest", Set.of()));

    // When
    Insertion insertion = now(store().insert(List.of(joining(keyed))));

    // Then
    assertThat(insertion).isEqualTo(new KeyTaken(List.of(holder.id())));
  }

  /** As where two processes complete one batch at the same time. */
  @ParameterizedTest
  @CsvSource({"batch-1/0, false", "batch-1/1, true", "batch-1, true", "batch-2/1, false"})
  default void aPlaceInABatchIsGivenToOneRow(String place, boolean isFree) {
    // Given
    Row first = row(keyed("key", Optional.empty(), Set.of("batch-1/0")));
    inserted(store(), first);
    Row second = row(keyed("key", Optional.empty(), Set.of(place)));

    // When
    Insertion insertion = insert(beside().store(), second);

    // Then
    assertThat(insertion)
        .isEqualTo(isFree ? new Stored(List.of(second.id())) : new KeyTaken(List.of(first.id())));
  }
}

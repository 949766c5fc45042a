package io.sluice.store;

import static io.sluice.store.SampleRows.CONTENT;
import static io.sluice.store.SampleRows.PART;
import static io.sluice.store.SampleRows.find;
import static io.sluice.store.SampleRows.ids;
import static io.sluice.store.SampleRows.insert;
import static io.sluice.store.SampleRows.inserted;
import static io.sluice.store.SampleRows.keyed;
import static io.sluice.store.SampleRows.labels;
import static io.sluice.store.SampleRows.newId;
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
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What was removed is gone, and all that it alone held is free. */
interface RemovalContract extends StoreUnderTest {

  @Test
  default void whatWasRemovedIsGone() {
    // Given
    Row gone = row(labels("queued"));
    Row kept = row(labels("queued"));
    inserted(store(), gone, kept);

    // When
    now(beside().store().remove(gone.id()));

    // Then
    assertThat(find(store(), gone.id())).isEmpty();
    assertThat(ids(store())).containsExactly(kept.id());
    ExportStore next = restarted().store();
    assertThat(find(next, gone.id())).isEmpty();
    assertThat(ids(next)).containsExactly(kept.id());
  }

  @Test
  default void removingWhatIsNotKnownDoesNothing() {
    // Given
    Row kept = row(labels("queued"));
    inserted(store(), kept);

    // When
    now(store().remove(newId()));

    // Then
    assertThat(find(restarted().store(), kept.id())).contains(seen(kept));
  }

  @Test
  default void aKeyIsFreeAgainAfterTheRemoval() {
    // Given
    Row first = row(keyed("key"));
    inserted(store(), first);

    // When
    now(store().remove(first.id()));

    // Then
    Row second = row(keyed("key"));
    assertThat(now(store().findByKey(Optional.empty(), "key"))).isEmpty();
    assertThat(insert(store(), second)).isEqualTo(new Stored(List.of(second.id())));
    assertThat(insert(store(), row(keyed("key")))).isEqualTo(new KeyTaken(List.of(second.id())));
  }

  @Test
  default void aBatchKeepsItsKeyAsLongAsAMemberIsThere() {
    // Given
    Labels member = keyed("key", Optional.empty(), Set.of("batch-1"));
    Row one = row(member);
    Row two = row(member);
    inserted(store(), one, two);

    // When
    now(store().remove(one.id()));

    // Then
    assertThat(insert(store(), row(keyed("key")))).isEqualTo(new KeyTaken(List.of(two.id())));
    now(store().remove(two.id()));
    assertThat(insert(store(), row(keyed("key")))).isInstanceOf(Stored.class);
  }

  @Test
  default void aPartIsThereForTheNextProcessAsLongAsARowNamesIt() {
    // Given
    Row one = sharing();
    Row two = sharing();
    inserted(store(), one, two);

    // When
    now(store().remove(one.id()));

    // Then
    ExportStore next = restarted().store();
    assertThat(now(next.part(PART))).isEqualTo(CONTENT);
    now(next.remove(two.id()));
    assertThatThrownBy(() -> now(next.part(PART)))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_FAILED));
  }

  @Test
  default void aPartMayComeBackAfterItWasGone() {
    // Given
    Row first = sharing();
    inserted(store(), first);
    now(store().remove(first.id()));

    // When
    inserted(store(), sharing());

    // Then
    assertThat(now(store().part(PART))).isEqualTo(CONTENT);
  }
}

package io.sluice.store;

import static io.sluice.store.SampleRows.MORNING;
import static io.sluice.store.SampleRows.alone;
import static io.sluice.store.SampleRows.ended;
import static io.sluice.store.SampleRows.equalTo;
import static io.sluice.store.SampleRows.find;
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
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.store.Changes.Change;
import io.sluice.store.Changes.Change.Removed;
import io.sluice.store.Changes.Change.Saved;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Who listens is told what has become durable, and nothing else. */
interface ChangesContract extends StoreUnderTest {

  private static Saved saved(Row row) {
    return new Saved(row.id(), row.version(), row.labels());
  }

  @Test
  default void tellsOfInsertionsSavesAndRemovalsInOrder() throws InterruptedException {
    // Given
    Heard heard = Heard.of(beside().changes());
    Row first = row(labels("queued"));
    Row ended = next(first, ended(first.labels(), "failed", MORNING));

    // When
    inserted(store(), first);
    now(store().save(ended, 1));
    now(store().remove(first.id()));

    // Then
    assertThat(List.of(heard.next(), heard.next(), heard.next()))
        .containsExactly(
            saved(first), saved(ended), new Removed(first.id(), first.labels().connection()));
  }

  @Test
  default void tellsOfEachRowThatWasInsertedTogether() throws InterruptedException {
    // Given
    Heard heard = Heard.of(process().changes());
    Row one = row(labels("queued"));
    Row two = row(labels("queued"));

    // When
    insert(store(), one, two);

    // Then
    assertThat(List.of(heard.next(), heard.next()))
        .containsExactlyInAnyOrder(saved(one), saved(two));
  }

  @Test
  default void everySaveOfARowIsToldInOrder() throws InterruptedException {
    // Given
    Row row = row(labels("queued"));
    inserted(store(), row);
    Heard heard = Heard.of(process().changes());
    List<Row> later =
        LongStream.rangeClosed(2, 50)
            .mapToObj(version -> SampleRows.as(row, version, 0, labels("state-" + version)))
            .toList();

    // When
    later.forEach(next -> store().save(next, next.version() - 1).subscribe().with(done -> {}));

    // Then
    for (Row next : later) {
      assertThat(heard.next()).isEqualTo(saved(next));
    }
  }

  @Test
  default void whatIsToldIsThere() throws InterruptedException {
    // Given
    Heard heard = Heard.of(process().changes());
    Row row = row(labels("queued"));
    store().insert(List.of(alone(row))).subscribe().with(done -> {});

    // When
    Change told = heard.next();

    // Then
    assertThat(told).isEqualTo(saved(row));
    assertThat(find(restarted().store(), row.id())).contains(seen(row));
  }

  @Test
  default void whatWasSubscribedToGoesOnWithoutTheSubscriber() throws InterruptedException {
    // Given
    Heard heard = Heard.of(process().changes());
    Row row = row(keyed("key"));
    Row later = next(row, labels("merging"));

    // When
    store().insert(List.of(alone(row))).subscribe().with(done -> {}).cancel();
    Change inserted = heard.next();
    store().save(later, 1).subscribe().with(done -> {}).cancel();

    // Then
    assertThat(List.of(inserted, heard.next())).containsExactly(saved(row), saved(later));
    assertThat(find(store(), row.id())).contains(seen(later));
  }

  @Test
  default void whatWasNotDoneIsNotTold() throws InterruptedException {
    // Given
    Row row = row(keyed("key"));
    Row equal = row(equalTo("digest"));
    Row removed = row(labels("queued"));
    inserted(store(), row, equal, removed);
    now(store().remove(removed.id()));
    Heard heard = Heard.of(process().changes());

    // When
    insert(store(), row(keyed("key")));
    now(store().insert(List.of(joining(row(equalTo("digest"))))));
    now(store().save(next(row, labels("merging")), 7));
    now(store().save(next(removed, labels("merging")), 1));
    now(store().remove(removed.id()));
    now(store().remove(newId()));
    now(process().claims().claim(row.id(), "first", ClaimsContract.A_WHILE));
    now(store().save(next(row, labels("merging")), 1));

    // Then
    Row marker = row(labels("queued"));
    inserted(store(), marker);
    assertThat(heard.until(marker.id())).containsExactly(saved(marker));
  }

  @Test
  default void whoHasCancelledHearsNothing() throws InterruptedException {
    // Given
    Heard cancelled = Heard.of(process().changes());
    Heard staying = Heard.of(process().changes());
    Row row = row(labels("queued"));

    // When
    cancelled.cancel();
    inserted(store(), row);

    // Then
    assertThat(staying.next()).isEqualTo(saved(row));
    assertThat(cancelled.isEmpty()).isTrue();
  }
}

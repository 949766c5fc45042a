package io.sluice.store;

import static io.sluice.store.SampleRows.CONTENT;
import static io.sluice.store.SampleRows.PART;
import static io.sluice.store.SampleRows.as;
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
import static io.sluice.store.SampleRows.withContent;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.store.Claims.Claim;
import io.sluice.store.Insertion.KeyTaken;
import io.sluice.store.Insertion.Stored;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of what many threads of two processes ask at once each sees what the others have done. */
interface RaceContract extends StoreUnderTest {
  int RACERS = 6;

  /** One of the two processes. */
  private Peer racer(int number) {
    return number % 2 == 0 ? process() : beside();
  }

  interface Racing<T> {
    T race(Peer process, int number);
  }

  private <T> List<T> race(Racing<T> racing) throws Exception {
    return Together.all(
        IntStream.range(0, RACERS)
            .<Callable<T>>mapToObj(number -> () -> racing.race(racer(number), number))
            .toList());
  }

  @Test
  default void manyInsertionsOfOneKeyMakeOneRow() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      String key = "key-" + round;

      // When
      List<Insertion> outcomes =
          race((process, number) -> insert(process.store(), row(keyed(key))));

      // Then
      List<Row> rows = now(store().findByKey(Optional.empty(), key));
      assertThat(rows).hasSize(1);
      List<String> winner = List.of(rows.get(0).id());
      assertThat(outcomes).filteredOn(new Stored(winner)::equals).hasSize(1);
      assertThat(outcomes).filteredOn(new KeyTaken(winner)::equals).hasSize(RACERS - 1);
    }
  }

  @Test
  default void manyBatchesOfOneKeyMakeOneBatch() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      String key = "key-" + round;

      // When
      List<Insertion> outcomes =
          race(
              (process, number) -> {
                Labels member =
                    keyed(
                        key,
                        Optional.of("anna"),
                        Set.of("batch-%d-%d".formatted(number, key.length())));
                return insert(process.store(), row(member), row(member), row(member));
              });

      // Then
      List<Row> rows = now(store().findByKey(Optional.of("anna"), key));
      List<String> members = rows.stream().map(Row::id).toList();
      assertThat(members).hasSize(3);
      assertThat(outcomes).filteredOn(new Stored(members)::equals).hasSize(1);
      assertThat(outcomes).filteredOn(new KeyTaken(members)::equals).hasSize(RACERS - 1);
    }
    assertThat(ids(store())).hasSize(3 * rounds());
  }

  @Test
  default void manyThatJoinOneRequestMakeOneRow() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      String digest = "digest-" + round;

      // When
      List<Insertion> outcomes =
          race(
              (process, number) ->
                  now(process.store().insert(List.of(joining(row(equalTo(digest)))))));

      // Then
      String oldest = now(store().findUnderWay(List.of(digest))).get(digest);
      assertThat(outcomes).containsOnly(new Stored(List.of(oldest)));
    }
    assertThat(ids(store())).hasSize(rounds());
  }

  @Test
  default void ofSavesOverOneVersionOneWins() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      // Given
      Row row = row(labels("queued"));
      inserted(store(), row);

      // When
      List<SaveOutcome> outcomes =
          race(
              (process, number) ->
                  now(process.store().save(next(row, labels("state-" + number)), 1)));

      // Then
      assertThat(outcomes).containsOnlyOnce(SaveOutcome.SAVED);
      assertThat(outcomes).containsOnly(SaveOutcome.SAVED, SaveOutcome.STALE);
      Row winner = next(row, labels("state-" + outcomes.indexOf(SaveOutcome.SAVED)));
      assertThat(find(store(), row.id())).contains(seen(winner));
    }
  }

  @Test
  default void noSaveBringsARemovedRowBack() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      // Given
      Row row = row(keyed("key"));
      inserted(store(), row);

      // When
      race(
          (process, number) ->
              number == 0
                  ? now(process.store().remove(row.id()))
                  : now(process.store().save(next(row, row.labels()), 1)));

      // Then
      assertThat(find(store(), row.id())).isEmpty();
      assertThat(now(store().findByKey(Optional.empty(), "key"))).isEmpty();
    }
    assertThat(ids(store())).isEmpty();
    assertThat(ids(restarted().store())).isEmpty();
  }

  @Test
  default void aKeyThatIsGivenBackWhileManyWantItIsGivenOnce() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      // Given
      Row before = row(keyed("key"));
      inserted(store(), before);

      // When
      List<Object> outcomes =
          race(
              (process, number) ->
                  number == 0
                      ? Optional.ofNullable(now(process.store().remove(before.id())))
                      : insert(process.store(), row(keyed("key"))));

      // Then
      List<Row> rows = now(store().findByKey(Optional.empty(), "key"));
      assertThat(outcomes).filteredOn(Stored.class::isInstance).hasSameSizeAs(rows);
      assertThat(rows).hasSizeLessThanOrEqualTo(1);
      rows.forEach(row -> now(store().remove(row.id())));
    }
  }

  @Test
  default void aPartIsNeverTakenFromARowThatNamesIt() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      // Given
      Row before = sharing();
      Row after = sharing();
      inserted(store(), before);

      // When
      race(
          (process, number) ->
              switch (number) {
                case 0 -> Optional.ofNullable(now(process.store().remove(before.id())));
                case 1 -> now(process.store().insert(List.of(withContent(after))));
                default -> now(process.store().findUnderWay(List.of("digest")));
              });

      // Then
      assertThat(now(store().part(PART))).isEqualTo(CONTENT);
      now(store().remove(after.id()));
    }
  }

  @Test
  default void ofManyWhoClaimARowOneHoldsIt() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      // Given
      Row row = row(labels("queued"));
      inserted(store(), row);

      // When
      List<Optional<Claim>> claims =
          race(
              (process, number) ->
                  now(process.claims().claim(row.id(), "racer-" + number, ClaimsContract.A_WHILE)));

      // Then
      assertThat(claims).filteredOn(Optional::isPresent).hasSize(1);
    }
  }

  @Test
  default void noTwoClaimsHaveOneFence() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      // Given
      Row row = row(labels("queued"));
      inserted(store(), row);

      // When
      List<Optional<Claim>> claims =
          race(
              (process, number) ->
                  now(process.claims().claim(row.id(), "one", ClaimsContract.A_WHILE)));

      // Then
      assertThat(claims)
          .extracting(claim -> claim.orElseThrow().fence())
          .doesNotHaveDuplicates()
          .allMatch(fence -> fence > 0);
    }
  }

  @Test
  default void whoWakesUpWhileAnotherTakesOverSavesBeforeItOrNotAtAll() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      // Given
      Row row = row(labels("queued"));
      inserted(store(), row);
      Claim sleeper =
          now(process().claims().claim(row.id(), "sleeper", ClaimsContract.A_WHILE)).orElseThrow();
      Row late = as(row, 2, sleeper.fence(), labels("merging"));
      pass(ClaimsContract.A_WHILE);

      // When
      List<Object> outcomes =
          race(
              (process, number) ->
                  number == 0
                      ? now(process.claims().claim(row.id(), "next", ClaimsContract.A_WHILE))
                      : now(process.store().save(late, 1)));

      // Then
      Claim next = (Claim) ((Optional<?>) outcomes.get(0)).orElseThrow();
      Row found = now(store().find(row.id())).orElseThrow();
      long before = outcomes.contains(SaveOutcome.SAVED) ? 2 : 1;
      assertThat(found.version()).isEqualTo(before);
      assertThat(now(store().save(as(row, before + 1, sleeper.fence(), labels("merging")), before)))
          .isEqualTo(SaveOutcome.FENCED);
      assertThat(now(store().save(as(row, before + 1, next.fence(), labels("unloading")), before)))
          .isEqualTo(SaveOutcome.SAVED);
    }
  }
}

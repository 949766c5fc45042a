package io.sluice.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every journal promises; an implementation's test extends this. */
abstract class JournalContract {
  private static final Duration SOON = Duration.ofSeconds(30);

  static final byte[] CONTENT = "[\"1\",\"2\"]".getBytes(StandardCharsets.UTF_8);

  /** The SHA-256 of the content. */
  static final String PART = "cc3f2a1ffd63c4db19e0114b93a94b774e4a2d07a2a5ec5b193303ac1387d633";

  /** The journal under test, empty at the beginning of each test. */
  abstract Journal journal();

  /** The same journal as the next process finds it, without any farewell from this one. */
  abstract Journal reopened();

  @Test
  void aNewJournalIsEmpty() {
    // When
    List<Checkpoint> loaded = load(journal());

    // Then
    assertThat(loaded).isEmpty();
  }

  @Test
  void whatWasSavedIsFoundByTheNextProcess() {
    // Given
    Checkpoint one = checkpoint("One: \u00fc\u4e16\ud83d\ude80 \"quoted\" \\ \n", 1);
    Checkpoint two = checkpoint("Two", 7);
    await(journal().save(one));
    await(journal().save(two));

    // When
    List<Checkpoint> loaded = load(reopened());

    // Then
    assertThat(loaded).containsExactlyInAnyOrder(one, two);
  }

  @Test
  void aSaveReplacesTheWholeDocument() {
    // Given
    Checkpoint old = checkpoint("old", 1);
    old.document().put("onlyInTheOld", true);
    Checkpoint renewed = new Checkpoint(old.id(), 2, document("new"));
    await(journal().save(old));

    // When
    await(journal().save(renewed));

    // Then
    assertThat(load(reopened())).containsExactly(renewed);
  }

  @Test
  void whatWasRemovedIsGone() {
    // Given
    Checkpoint gone = checkpoint("gone", 1);
    Checkpoint kept = checkpoint("kept", 1);
    await(journal().save(gone));
    await(journal().save(kept));

    // When
    await(journal().remove(gone.id()));

    // Then
    assertThat(load(reopened())).containsExactly(kept);
  }

  @Test
  void removingWhatIsNotKnownDoesNothing() {
    // Given
    Checkpoint kept = checkpoint("kept", 1);
    await(journal().save(kept));

    // When
    await(journal().remove(newId()));

    // Then
    assertThat(load(reopened())).containsExactly(kept);
  }

  @Test
  void anIdMayComeBackAfterItsRemoval() {
    // Given
    Checkpoint first = checkpoint("first", 1);
    Checkpoint second = new Checkpoint(first.id(), 2, document("second"));
    await(journal().save(first));
    await(journal().remove(first.id()));

    // When
    await(journal().save(second));

    // Then
    assertThat(load(reopened())).containsExactly(second);
  }

  @Test
  void savesOfOneIdAreAppliedInTheOrderAsked() {
    // Given
    String id = newId();
    List<Uni<Void>> saves =
        IntStream.rangeClosed(1, 200)
            .mapToObj(version -> new Checkpoint(id, version, document("version " + version)))
            .map(journal()::save)
            .toList();

    // When
    await(Uni.join().all(saves).andFailFast().replaceWithVoid());

    // Then
    assertThat(load(reopened())).containsExactly(new Checkpoint(id, 200, document("version 200")));
  }

  @Test
  void aRemovalAskedAfterASaveWins() {
    // Given
    Checkpoint checkpoint = checkpoint("short-lived", 1);
    Uni<Void> save = journal().save(checkpoint);
    Uni<Void> removal = journal().remove(checkpoint.id());

    // When
    await(Uni.join().all(save, removal).andFailFast().replaceWithVoid());

    // Then
    assertThat(load(reopened())).isEmpty();
  }

  @Test
  void aPartIsThereForTheNextProcessAsLongAsACheckpointNamesIt() {
    // Given
    Checkpoint one = sharing("one");
    Checkpoint two = sharing("two");
    await(journal().save(one, Map.of(PART, CONTENT)));
    await(journal().save(two, Map.of(PART, CONTENT)));

    // When
    await(journal().remove(one.id()));

    // Then
    Journal next = reopened();
    assertThat(load(next)).containsExactly(two);
    assertThat(part(next)).isEqualTo(CONTENT);
    await(next.remove(two.id()));
    assertThatThrownBy(() -> part(next))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_FAILED));
  }

  @Test
  void aPartNeedNotBeGivenAgain() {
    // Given
    Checkpoint first = sharing("first");
    Checkpoint second = new Checkpoint(first.id(), 2, document("second"), first.parts());
    Uni<Void> given = journal().save(first, Map.of(PART, CONTENT));
    Uni<Void> named = journal().save(second);

    // When
    await(Uni.join().all(given, named).andFailFast().replaceWithVoid());

    // Then
    assertThat(part(reopened())).isEqualTo(CONTENT);
  }

  @Test
  void findsACheckpointAsItWasLastKept() {
    // Given
    Checkpoint kept = checkpoint("kept", 3);
    await(journal().save(kept));

    // When
    Optional<Checkpoint> found = journal().find(kept.id()).await().atMost(SOON);

    // Then
    assertThat(found).contains(kept);
    assertThat(journal().find(newId()).await().atMost(SOON)).isEmpty();
  }

  @Test
  void nothingIsWrittenBeforeItIsSubscribedTo() {
    // When
    Uni<Void> save = journal().save(checkpoint("never", 1));

    // Then
    assertThat(save).isNotNull();
    assertThat(load(reopened())).isEmpty();
  }

  /** One that leaves something out. */
  static Checkpoint sharing(String table) {
    return new Checkpoint(newId(), 1, document(table), Set.of(PART));
  }

  static byte[] part(Journal journal) {
    return journal.part(PART).await().atMost(SOON);
  }

  static Checkpoint checkpoint(String table, long version) {
    return new Checkpoint(newId(), version, document(table));
  }

  static ObjectNode document(String table) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("table", table);
    document.put("done", 41);
    document.putArray("slices").add(1).add(7);
    document.putNull("error");
    return document;
  }

  static String newId() {
    return UUID.randomUUID().toString();
  }

  static List<Checkpoint> load(Journal journal) {
    return journal.load(checkpoint -> checkpoint).await().atMost(SOON);
  }

  static void await(Uni<Void> step) {
    step.await().atMost(SOON);
  }
}

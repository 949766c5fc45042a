package io.sluice.export.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.base.ErrorCode;
import io.sluice.base.ExportId;
import io.sluice.base.ManualTimekeeper;
import io.sluice.base.NamedIds;
import io.sluice.base.SluiceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportQueueTest {
  private final ManualTimekeeper time = new ManualTimekeeper();
  private final ExportQueue queue = new ExportQueue(2, 3, time);

  @Test
  void oneOfAConnectionStandsBeforeItsProjectAtATime() {
    // Given
    accept("a", "a1", "a2");
    accept("b", "b1");

    // When
    List<String> started = startAll(queue, 0);

    // Then
    assertThat(started).containsExactly("a1", "b1");
    assertThat(queue.running()).isEqualTo(2);
    assertThat(queue.waiting()).isOne();
  }

  @Test
  void theNextGoesWhenTheFirstHasItsPlace() {
    // Given
    accept("a", "1", "2", "3");
    startAll(queue, 0);

    // When
    queue.placed(NamedIds.id("1"));

    // Then
    assertThat(startAll(queue, 0)).containsExactly("2");
    assertThat(queue.running()).isEqualTo(2);
  }

  @Test
  void theNextGoesWhenTheFirstEndsWithoutAPlace() {
    // Given
    accept("a", "1", "2");
    startAll(queue, 0);

    // When
    queue.release(NamedIds.id("1"));

    // Then
    assertThat(startAll(queue, 0)).containsExactly("2");
  }

  @Test
  void whatHadItsPlaceLongAgoLetsNobodyPastTheOneWhoStandsThere() {
    // Given
    accept("a", "1", "2", "3");
    startAll(queue, 0);
    queue.placed(NamedIds.id("1"));
    startAll(queue, 0);

    // When
    queue.release(NamedIds.id("1"));

    // Then
    assertThat(startAll(queue, 0)).isEmpty();
  }

  @Test
  void noJobIsStartedWhileTooManyTablesWaitForRoomHere() {
    // Given
    accept("a", "1");

    // When
    Optional<ExportId> next = queue.next(8);

    // Then
    assertThat(next).isEmpty();
    assertThat(queue.next(7)).contains(NamedIds.id("1"));
  }

  @Test
  void connectionsTakeTurnsWhereThereIsRoomForOneMore() {
    // Given
    ExportQueue one = new ExportQueue(1, 100, time);
    for (String connection : List.of("a", "b", "c")) {
      for (int number = 1; number <= 3; number++) {
        one.reserve(1);
        one.add(connection, NamedIds.id(connection + number));
      }
    }
    List<String> started = new ArrayList<>();

    // When
    for (Optional<ExportId> next = one.next(3); next.isPresent(); next = one.next(3)) {
      started.add(NamedIds.name(next.get()));
      one.placed(next.get());
    }

    // Then
    assertThat(started).containsExactly("a1", "b1", "c1", "a2", "b2", "c2", "a3", "b3", "c3");
  }

  @Test
  void whatHadBegunGoesFirstAndWaitsForNobody() {
    // Given
    accept("a", "1");
    queue.restoreBegun("a", NamedIds.id("old1"));
    queue.restoreBegun("a", NamedIds.id("old2"));

    // When
    List<String> started = startAll(queue, Integer.MAX_VALUE);

    // Then
    assertThat(started).containsExactly("old1", "old2");
    assertThat(startAll(queue, 0)).containsExactly("1");
  }

  @Test
  void nothingStartsWhereNothingMayWork() {
    // Given
    ExportQueue none = new ExportQueue(0, 5, time);
    none.restore("a", NamedIds.id("1"));
    none.restoreBegun("a", NamedIds.id("2"));

    // When
    List<String> started = startAll(none, 0);

    // Then
    assertThat(started).isEmpty();
    assertThat(none.waiting()).isEqualTo(2);
  }

  @Test
  void refusesMoreThanMayBeAcceptedAndSaysWhenToComeBack() {
    // Given
    accept("a", "1", "2", "3", "4", "5");
    startAll(queue, 0);
    queue.placed(NamedIds.id("1"));

    // When
    assertThatThrownBy(() -> queue.reserve(1))
        // Then
        .isInstanceOfSatisfying(
            SluiceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.QUEUE_FULL);
              assertThat(e.retryAfter()).contains(Duration.ofSeconds(10));
            })
        .hasMessageContaining("5 exports")
        .hasMessageContaining("sluice.exports.queue-limit=3");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 20, 86_400})
  void learnsFromReleasesWhenAPlaceWillBeFree(long secondsBetweenReleases) {
    // Given
    for (int number = 0; number < 100; number++) {
      accept("a", "done" + number);
      startAll(queue, 0);
      time.advance(Duration.ofSeconds(secondsBetweenReleases));
      queue.release(NamedIds.id("done" + number));
    }
    accept("a", "1", "2", "3", "4", "5");

    // When
    assertThatThrownBy(() -> queue.reserve(1))
        // Then
        .isInstanceOfSatisfying(
            SluiceException.class,
            e ->
                assertThat(e.retryAfter().orElseThrow().toSeconds())
                    .isBetween(
                        Math.max(1, Math.min(secondsBetweenReleases - 1, 300)),
                        Math.max(1, Math.min(secondsBetweenReleases, 300))));
  }

  @Test
  void aReservedPlaceCountsUntilItIsGivenBack() {
    // Given
    accept("a", "1", "2", "3", "4");
    queue.reserve(1);
    assertThatThrownBy(() -> queue.reserve(1)).isInstanceOf(SluiceException.class);

    // When
    queue.giveBack();

    // Then
    queue.reserve(1);
    assertThat(queue.waiting()).isEqualTo(4);
  }

  @Test
  void whatWasAcceptedBeforeARestartIsTakenWhateverTheLimit() {
    // When
    for (int number = 0; number < 50; number++) {
      queue.restore("a", NamedIds.id("old" + number));
    }

    // Then
    assertThat(queue.waiting()).isEqualTo(50);
    assertThatThrownBy(() -> queue.reserve(1)).isInstanceOf(SluiceException.class);
  }

  @Test
  void aCancelledExportNeverStarts() {
    // Given
    accept("a", "1", "2", "3");
    queue.restoreBegun("a", NamedIds.id("4"));

    // When
    queue.release(NamedIds.id("2"));
    queue.release(NamedIds.id("4"));

    // Then
    assertThat(queue.waiting()).isEqualTo(2);
    assertThat(startAll(queue, 0)).containsExactly("1");
    queue.release(NamedIds.id("1"));
    assertThat(startAll(queue, 0)).containsExactly("3");
  }

  @Test
  void releasingTwiceCountsOnce() {
    // Given
    accept("a", "1", "2", "3", "4", "5");
    startAll(queue, 0);
    queue.release(NamedIds.id("1"));

    // When
    queue.release(NamedIds.id("1"));

    // Then
    queue.reserve(1);
    assertThatThrownBy(() -> queue.reserve(1)).isInstanceOf(SluiceException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anyInterleavingStartsEachOnceInItsConnectionsOrderAndOneAtATime(long seed) {
    // Given
    Random random = new Random(seed);
    ExportQueue any = new ExportQueue(8, 50, time);
    Set<String> standing = new HashSet<>();
    Set<String> placed = new HashSet<>();
    Map<String, List<Integer>> started = new HashMap<>();

    // When
    for (int number = 0; number < 5_000; number++) {
      String connection = "c" + random.nextInt(4);
      if (any.waiting() + any.running() < 58) {
        any.reserve(1);
        any.add(connection, NamedIds.id(connection + ":" + number));
      }
      takeOne(standing, random)
          .ifPresent(
              name -> {
                any.placed(NamedIds.id(name));
                placed.add(name);
              });
      takeOne(random.nextInt(5) > 0 ? placed : standing, random)
          .ifPresent(name -> any.release(NamedIds.id(name)));
      for (String id : startAll(any, 0)) {
        standing.add(id);
        String[] parts = id.split(":", -1);
        started.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(Integer.valueOf(parts[1]));
      }
      assertThat(any.running()).isEqualTo(standing.size() + placed.size());
      assertThat(standing).extracting(id -> id.substring(0, 2)).doesNotHaveDuplicates();
    }

    // Then
    assertThat(started.values())
        .allSatisfy(order -> assertThat(order).isSorted().doesNotHaveDuplicates());
  }

  private static Optional<String> takeOne(Set<String> ids, Random random) {
    Optional<String> taken = ids.stream().sorted().skip(random.nextInt(ids.size() + 1)).findFirst();
    taken.ifPresent(ids::remove);
    return taken;
  }

  private void accept(String connection, String... names) {
    for (String name : names) {
      queue.reserve(1);
      queue.add(connection, NamedIds.id(name));
    }
  }

  private static List<String> startAll(ExportQueue queue, int unloaded) {
    List<String> started = new ArrayList<>();
    for (Optional<ExportId> next = queue.next(unloaded);
        next.isPresent();
        next = queue.next(unloaded)) {
      started.add(NamedIds.name(next.get()));
    }
    return started;
  }
}

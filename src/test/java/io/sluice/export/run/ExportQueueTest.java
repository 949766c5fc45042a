package io.sluice.export.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.base.ErrorCode;
import io.sluice.base.ManualTimekeeper;
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
  void startsInTheOrderTheyCameAndNoMoreThanAllowed() {
    // Given
    accept("a", "1", "2", "3");

    // When
    List<String> started = startAll(queue);

    // Then
    assertThat(started).containsExactly("1", "2");
    assertThat(queue.running()).isEqualTo(2);
    assertThat(queue.waiting()).isEqualTo(1);
  }

  @Test
  void aReleasedSlotGoesToTheNext() {
    // Given
    accept("a", "1", "2", "3");
    startAll(queue);

    // When
    queue.release("1");

    // Then
    assertThat(startAll(queue)).containsExactly("3");
  }

  @Test
  void aConnectionWithFewExportsIsNotHeldUpByOneWithMany() {
    // Given
    accept("many", "m1", "m2", "m3", "m4");
    startAll(queue);
    accept("few", "f1");

    // When
    queue.release("m1");

    // Then
    assertThat(startAll(queue)).containsExactly("f1");
  }

  @Test
  void connectionsThatRunAlikeTakeTurns() {
    // Given
    ExportQueue one = new ExportQueue(1, 100, time);
    for (String connection : List.of("a", "b", "c")) {
      for (int number = 1; number <= 3; number++) {
        one.reserve();
        one.add(connection, connection + number);
      }
    }
    List<String> started = new ArrayList<>();

    // When
    for (Optional<String> next = one.next(); next.isPresent(); next = one.next()) {
      started.add(next.get());
      one.release(next.get());
    }

    // Then
    assertThat(started).containsExactly("a1", "b1", "c1", "a2", "b2", "c2", "a3", "b3", "c3");
  }

  @Test
  void longRunsOfOneConnectionDoNotTakeOverAllSlots() {
    // Given
    ExportQueue four = new ExportQueue(4, 100, time);
    for (int number = 0; number < 20; number++) {
      four.restore("long", "long" + number);
      four.restore("short", "short" + number);
    }
    startAll(four);

    // When
    for (int number = 0; number < 10; number++) {
      four.release("short" + number);
      startAll(four);
    }

    // Then
    assertThat(startedOf(four, "long")).isEqualTo(2);
    assertThat(startedOf(four, "short")).isEqualTo(2);
  }

  @Test
  void refusesMoreThanMayWaitAndSaysWhenToComeBack() {
    // Given
    accept("a", "1", "2", "3", "4", "5");

    // When
    assertThatThrownBy(queue::reserve)
        // Then
        .isInstanceOfSatisfying(
            SluiceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.QUEUE_FULL);
              assertThat(e.retryAfter()).contains(Duration.ofSeconds(10));
            })
        .hasMessageContaining("sluice.exports.queue-limit=3");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 20, 86_400})
  void learnsFromReleasesWhenAPlaceWillBeFree(long secondsBetweenReleases) {
    // Given
    for (int number = 0; number < 100; number++) {
      accept("a", "done" + number);
      startAll(queue);
      time.advance(Duration.ofSeconds(secondsBetweenReleases));
      queue.release("done" + number);
    }
    accept("a", "1", "2", "3", "4", "5");

    // When
    assertThatThrownBy(queue::reserve)
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
    queue.reserve();
    assertThatThrownBy(queue::reserve).isInstanceOf(SluiceException.class);

    // When
    queue.giveBack();

    // Then
    queue.reserve();
    assertThat(queue.waiting()).isEqualTo(4);
  }

  @Test
  void whatWasAcceptedBeforeARestartIsTakenWhateverTheLimit() {
    // When
    for (int number = 0; number < 50; number++) {
      queue.restore("a", "old" + number);
    }

    // Then
    assertThat(queue.waiting()).isEqualTo(50);
    assertThatThrownBy(queue::reserve).isInstanceOf(SluiceException.class);
  }

  @Test
  void aCancelledExportNeverStarts() {
    // Given
    accept("a", "1", "2", "3");

    // When
    queue.release("2");

    // Then
    assertThat(startAll(queue)).containsExactly("1", "3");
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void releasingTwiceFreesOneSlot() {
    // Given
    accept("a", "1", "2", "3", "4");
    startAll(queue);
    queue.release("1");

    // When
    queue.release("1");

    // Then
    assertThat(startAll(queue)).containsExactly("3");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anyInterleavingKeepsTheBoundsAndStartsEachOnceInItsConnectionsOrder(long seed) {
    // Given
    Random random = new Random(seed);
    ExportQueue eight = new ExportQueue(8, 50, time);
    Set<String> running = new HashSet<>();
    Map<String, List<Integer>> started = new HashMap<>();

    // When
    for (int number = 0; number < 5_000; number++) {
      String connection = "c" + random.nextInt(4);
      if (eight.waiting() < 50) {
        eight.reserve();
        eight.add(connection, connection + ":" + number);
      }
      if (!running.isEmpty() && random.nextInt(3) > 0) {
        String ended = running.iterator().next();
        running.remove(ended);
        eight.release(ended);
      }
      for (String id : startAll(eight)) {
        running.add(id);
        String[] parts = id.split(":", -1);
        started.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(Integer.valueOf(parts[1]));
      }
      assertThat(eight.running()).isEqualTo(running.size()).isLessThanOrEqualTo(8);
    }

    // Then
    assertThat(started.values())
        .allSatisfy(order -> assertThat(order).isSorted().doesNotHaveDuplicates());
  }

  private void accept(String connection, String... ids) {
    for (String id : ids) {
      queue.reserve();
      queue.add(connection, id);
    }
  }

  private static List<String> startAll(ExportQueue queue) {
    List<String> started = new ArrayList<>();
    for (Optional<String> next = queue.next(); next.isPresent(); next = queue.next()) {
      started.add(next.get());
    }
    return started;
  }

  /** Counts by releasing everything of that name. */
  private static int startedOf(ExportQueue queue, String name) {
    int before = queue.running();
    for (int number = 0; number < 20; number++) {
      if (queue.running() > 0) {
        int running = queue.running();
        queue.release(name + number);
        assertThat(queue.running()).isBetween(running - 1, running);
      }
    }
    return before - queue.running();
  }
}

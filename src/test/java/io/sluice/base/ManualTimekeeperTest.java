package io.sluice.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualTimekeeperTest {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  private final ManualTimekeeper time = new ManualTimekeeper(START);
  private final List<String> fired = new ArrayList<>();

  @Test
  void standsStillUntilAdvanced() {
    // Given
    sleep("a", 1);

    // When
    time.advance(Duration.ofMillis(999));

    // Then
    assertThat(fired).isEmpty();
    assertThat(time.waiting()).isOne();
    assertThat(time.now()).isEqualTo(START.plusMillis(999));
    assertThat(time.nanoTime()).isEqualTo(999_000_000L);
  }

  @Test
  void firesInTheOrderDueEachAtItsOwnInstant() {
    // Given
    sleep("late", 3);
    sleep("early", 1);
    sleep("early too", 1);

    // When
    time.advance(Duration.ofSeconds(5));

    // Then
    assertThat(fired).containsExactly("early@1", "early too@1", "late@3");
    assertThat(time.now()).isEqualTo(START.plusSeconds(5));
  }

  @Test
  void firesWhatATaskItselfSchedulesWithinTheStep() {
    // Given
    time.sleep(Duration.ofSeconds(1)).subscribe().with(done -> sleep("inner", 2));

    // When
    time.advance(Duration.ofSeconds(3));

    // Then
    assertThat(fired).containsExactly("inner@3");
  }

  @Test
  void aCancelledSleepNeverFires() {
    // Given
    Cancellable sleep = sleep("a", 1);
    sleep.cancel();

    // When
    time.advance(Duration.ofSeconds(2));

    // Then
    assertThat(fired).isEmpty();
    assertThat(time.waiting()).isZero();
  }

  @Test
  void aPeriodicTaskRunsOnceAPeriodUntilCancelled() {
    // Given
    List<Cancellable> periodic = new ArrayList<>();
    periodic.add(
        time.every(
            Duration.ofSeconds(2),
            () -> {
              fired.add("tick@" + seconds());
              if (fired.size() == 3) {
                periodic.get(0).cancel();
              }
            }));

    // When
    time.advance(Duration.ofSeconds(60));

    // Then
    assertThat(fired).containsExactly("tick@2", "tick@4", "tick@6");
    assertThat(time.waiting()).isZero();
  }

  @Test
  void refusesAPeriodThatWouldNeverLetTimePass() {
    assertThatThrownBy(() -> time.every(Duration.ZERO, () -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Cancellable sleep(String name, long seconds) {
    return time.sleep(Duration.ofSeconds(seconds))
        .subscribe()
        .with(done -> fired.add(name + "@" + seconds()));
  }

  private long seconds() {
    return Duration.between(START, time.now()).toSeconds();
  }
}

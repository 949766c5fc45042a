package io.sluice.export.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.base.ManualTimekeeper;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ThroughputTest {
  private final ManualTimekeeper time = new ManualTimekeeper();

  @Test
  void theRateIsTheAverageOfTheLastTenSeconds() {
    // Given
    Throughput throughput = new Throughput(time, OptionalLong.of(10_000));
    arrive(throughput, 1000, 30);

    // When
    arrive(throughput, 100, 20);

    // Then
    assertThat(throughput.bytesPerSecond()).isBetween(90L, 110L);
    assertThat(throughput.bytesDone()).isEqualTo(32_000);
  }

  @Test
  void theFirstSecondIsNotExtrapolated() {
    // Given
    Throughput throughput = new Throughput(time, OptionalLong.of(10_000));
    time.advance(Duration.ofMillis(10));

    // When
    throughput.received(500);

    // Then
    assertThat(throughput.bytesPerSecond()).isEqualTo(500);
    assertThat(throughput.etaSeconds()).hasValue(19);
  }

  @Test
  void whatStandsStillHasNoRateAndNoEta() {
    // Given
    Throughput throughput = new Throughput(time, OptionalLong.of(10_000));
    arrive(throughput, 100, 5);

    // When
    time.advance(Duration.ofSeconds(11));

    // Then
    assertThat(throughput.bytesPerSecond()).isZero();
    assertThat(throughput.etaSeconds()).isEmpty();
  }

  @Test
  void thereIsNoEtaWithoutATotal() {
    // Given
    Throughput throughput = new Throughput(time, OptionalLong.empty());

    // When
    arrive(throughput, 100, 5);

    // Then
    assertThat(throughput.etaSeconds()).isEmpty();
    assertThat(throughput.bytesTotal()).isEmpty();
  }

  @Test
  void moreThanTheTotalMakesItUnknownInsteadOfNegative() {
    // Given
    Throughput throughput = new Throughput(time, OptionalLong.of(1000));

    // When
    arrive(throughput, 300, 4);

    // Then
    assertThat(throughput.etaSeconds()).isEmpty();
    assertThat(throughput.bytesTotal()).isEmpty();
  }

  @Test
  void whatWasThereAlreadyAndWhatIsThrownAwayChangeTheRestButNotTheRate() {
    // Given
    Throughput throughput = new Throughput(time, OptionalLong.of(10_000));
    throughput.resumed(5000);
    arrive(throughput, 100, 10);

    // When
    throughput.received(-1000);

    // Then
    assertThat(throughput.bytesPerSecond()).isBetween(90L, 112L);
    assertThat(throughput.bytesDone()).isEqualTo(5000);
    assertThat(throughput.etaSeconds().orElseThrow()).isBetween(45L, 56L);
  }

  @Test
  void allHereIsNoSecondsAway() {
    // Given
    Throughput throughput = new Throughput(time, OptionalLong.of(500));
    arrive(throughput, 100, 5);

    // When
    time.advance(Duration.ofMinutes(1));

    // Then
    assertThat(throughput.etaSeconds()).hasValue(0);
  }

  private void arrive(Throughput throughput, long bytesPerSecond, int seconds) {
    for (int tenth = 0; tenth < seconds * 10; tenth++) {
      time.advance(Duration.ofMillis(100));
      throughput.received(bytesPerSecond / 10);
    }
  }
}

package io.sluice.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UuidV7Test {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void sortByTheOrderOfTheirMakingWithinOneMillisecond() {
    // When
    List<String> ids = Stream.generate(() -> UuidV7.next(NOW)).limit(10_000).toList();

    // Then
    assertThat(ids).isSorted().doesNotHaveDuplicates().allMatch(UuidV7::matches);
  }

  @Test
  void sortByTheOrderOfTheirMakingWhereTheClockStepsBack() {
    // Given
    String before = UuidV7.next(NOW);

    // When
    String after = UuidV7.next(NOW.minusSeconds(60));

    // Then
    assertThat(after).isGreaterThan(before);
  }

  @Test
  void areNeverOfAnEarlierMillisecondThanTheirMaking() {
    // Given
    Instant later = NOW.plusSeconds(86_400);

    // When
    UUID id = UUID.fromString(UuidV7.next(later));

    // Then
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.getMostSignificantBits() >>> 16).isGreaterThanOrEqualTo(later.toEpochMilli());
  }
}

package io.sluice.export.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.base.SluiceException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeTimeTest {
  private static final Instant NOW = Instant.parse("2026-03-31T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2026-11-01T00:00:00Z,      2026-11-01T00:00:00Z",
    "2026-11-01T02:00:00+02:00, 2026-11-01T00:00:00Z",
    "2026-11-01,                2026-11-01T00:00:00Z",
    "1767225600,                2026-01-01T00:00:00Z",
    "-2 days,                   2026-03-29T12:00:00Z",
    "-1 day,                    2026-03-30T12:00:00Z",
    "- 90 minutes,              2026-03-31T10:30:00Z",
    "-1 week,                   2026-03-24T12:00:00Z",
    "-1 month,                  2026-02-28T12:00:00Z",
    "-1 YEAR,                   2025-03-31T12:00:00Z",
  })
  void understandsWhatCallersWrite(String text, Instant expected) {
    // When
    Instant resolved = ChangeTime.resolve(text, NOW);

    // Then
    assertThat(resolved).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"yesterday", "", "2026-13-01", "+2 days", "2 days", "1e9", "-2 fortnights"})
  void refusesWhatIsNoTimeAndSaysWhatToWrite(String text) {
    // When
    // Then
    assertThatThrownBy(() -> ChangeTime.resolve(text, NOW))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("-2 days");
  }
}

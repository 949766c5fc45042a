package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.export.model.Progress;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressPrinterTest {

  @Test
  void showsHowFarItIsWhereTheSizeIsKnown() {
    // Given
    Progress progress =
        new Progress(
            3,
            OptionalInt.of(24),
            50_000_000,
            OptionalLong.of(100_000_000),
            OptionalLong.empty(),
            OptionalLong.of(10_000_000),
            OptionalLong.of(5));

    // When
    String line = ProgressPrinter.line("downloading", progress);

    // Then
    assertThat(line)
        .isEqualTo(
            "downloading [############............] 50.0 MB of 100.0 MB, slices 3/24, 10.0 MB/s, 5 s left");
  }

  @Test
  void leavesOutWhatIsNotKnown() {
    // When
    String line = ProgressPrinter.line("queued", Progress.NONE);

    // Then
    assertThat(line.strip()).isEqualTo("queued");
  }

  @Test
  void beginsWithTheFirstThingThatIsKnown() {
    // Given
    Progress progress =
        new Progress(
            0,
            OptionalInt.of(0),
            0,
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());

    // When
    String line = ProgressPrinter.line("merging", progress);

    // Then
    assertThat(line).isEqualTo("merging     slices 0/0");
  }
}

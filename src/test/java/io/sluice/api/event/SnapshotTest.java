package io.sluice.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.export.model.Export;
import io.sluice.export.model.ExportState;
import io.sluice.export.model.ExportState.Queued;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotTest {
  private static final List<Export> ALL =
      List.of(ended("9"), active("8"), ended("7"), ended("6"), active("5"), ended("4"));

  @ParameterizedTest
  @CsvSource({
    "0,   8 5",
    "1,   9 8 5",
    "3,   9 8 7 6 5",
    "100, 9 8 7 6 5 4",
  })
  void hasAllThatAreUnderWayAndTheNewestThatHaveEnded(int ended, String ids) {
    // When
    List<Export> shown = Snapshot.of(ALL, export -> true, ended);

    // Then
    assertThat(shown).extracting(Export::id).containsExactly(ids.split(" ", -1));
  }

  @Test
  void countsOnlyWhatIsWanted() {
    // When
    List<Export> shown =
        Snapshot.of(ALL, export -> !List.of("9", "7", "5").contains(export.id()), 1);

    // Then
    assertThat(shown).extracting(Export::id).containsExactly("8", "6");
  }

  @Test
  void looksAtNoneTwice() {
    // Given
    List<Export> many = Stream.generate(() -> ended("x")).limit(10_000).toList();
    AtomicInteger looks = new AtomicInteger();

    // When
    Snapshot.of(many, export -> looks.incrementAndGet() > 0, 1000);

    // Then
    assertThat(looks).hasValue(1000);
  }

  private static Export active(String id) {
    return StreamFixture.export(id, 1, new Queued());
  }

  private static Export ended(String id) {
    return StreamFixture.export(id, 1, new ExportState.Cancelled(Optional.empty()));
  }
}

package io.sluice.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.base.NamedIds;
import io.sluice.export.model.ExportState;
import io.sluice.export.model.ExportState.Queued;
import io.sluice.export.model.ExportState.Starting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog();

  @Test
  void keepsOfProgressOnlyTheNewest() {
    // Given
    backlog.add(event("a", 1, new Queued()));
    backlog.add(event("a", 2, new Queued()));
    backlog.add(event("a", 3, new Queued()));

    // When
    List<String> told = drained();

    // Then
    assertThat(told).containsExactly("a3 queued");
  }

  @Test
  void keepsEachTransition() {
    // Given
    backlog.add(event("a", 1, new Queued()));
    backlog.add(event("a", 2, new Starting()));
    backlog.add(event("a", 3, new Starting()));
    backlog.add(event("a", 4, new ExportState.Cancelled(Optional.empty())));

    // When
    List<String> told = drained();

    // Then
    assertThat(told).containsExactly("a1 queued", "a3 starting", "a4 cancelled");
  }

  @Test
  void leavesOutWhatIsOlderThanWhatWasTold() {
    // Given
    backlog.add(event("a", 5, new Starting()));
    drained();

    // When
    boolean transition = backlog.add(event("a", 4, new Queued()));

    // Then
    assertThat(transition).isFalse();
    assertThat(drained()).isEmpty();
  }

  @Test
  void keepsOnlyTheNewestOfEachExportOnceMuchWaits() {
    // Given
    for (int i = 0; i < 100; i++) {
      backlog.add(event("x" + i, 1, new Queued()));
      backlog.add(event("x" + i, 2, new Starting()));
    }

    // When
    List<String> told = drained();

    // Then
    assertThat(told)
        .hasSizeLessThanOrEqualTo(100 + 64)
        .contains("x0" + "2 starting", "x992 starting");
  }

  @Test
  void tellsAnEndOnceThatTheSnapshotBringsAgain() {
    // Given
    ExportState cancelled = new ExportState.Cancelled(Optional.empty());
    backlog.add(event("a", 4, cancelled));
    List<String> told = drained();

    // When
    backlog.add(event("a", 4, cancelled));
    backlog.begin();

    // Then
    assertThat(told).containsExactly("a4 cancelled");
    assertThat(drained()).isEmpty();
  }

  private List<String> drained() {
    List<String> told = new ArrayList<>();
    for (Optional<Event> next = backlog.next(); next.isPresent(); next = backlog.next()) {
      told.add(
          NamedIds.name(next.get().id())
              + next.get().version()
              + " "
              + next.get().export().state().label());
    }
    return told;
  }

  private static Event event(String name, long version, ExportState state) {
    return new Event(StreamFixture.export(name, version, state), export -> "{}");
  }
}

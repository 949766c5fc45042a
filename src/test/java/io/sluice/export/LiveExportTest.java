package io.sluice.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sluice.base.ErrorCode;
import io.sluice.base.ManualTimekeeper;
import io.sluice.base.SluiceException;
import io.sluice.export.domain.Export;
import io.sluice.export.domain.ExportRequest;
import io.sluice.export.domain.ExportState.Active;
import io.sluice.export.domain.ExportState.Queued;
import io.sluice.export.domain.Failure;
import io.sluice.export.domain.Progress;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LiveExportTest {
  private final ManualTimekeeper time = new ManualTimekeeper();
  private final MemoryJournal journal = new MemoryJournal();
  private final Checkpoints checkpoints =
      new Checkpoints(
          new ObjectMapper()
              .registerModules(new Jdk8Module(), new JavaTimeModule())
              .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS));
  private final LiveExport export =
      new LiveExport(Export.accepted("0193", request(), time.now()), journal, checkpoints, time);

  @Test
  void aWatcherIsToldTheStateNowFirst() {
    // When
    AssertSubscriber<Export> watcher = watch(10);

    // Then
    assertThat(watcher.getItems()).extracting(Export::version).containsExactly(1L);
  }

  @Test
  void aTransitionIsInTheJournalBeforeItIsTold() {
    // Given
    List<Integer> savedWhenTold = new ArrayList<>();
    export.watch().subscribe().with(told -> savedWhenTold.add(journal.saved.size()));

    // When
    start();

    // Then
    assertThat(savedWhenTold).containsExactly(0, 1);
  }

  @Test
  void aTransitionThatCannotBeWrittenIsNotMade() {
    // Given
    journal.failing = true;

    // When
    Uni<Void> move = export.enter(((Queued) export.now().state()).start());

    // Then
    assertThat(move.onFailure().recoverWithNull().map(done -> "").subscribeAsCompletionStage())
        .isCompleted();
    assertThat(export.now().state()).isInstanceOf(Queued.class);
  }

  @Test
  void progressIsToldAtMostFourTimesASecond() {
    // Given
    AssertSubscriber<Export> watcher = watch(100);

    // When
    for (int i = 1; i <= 200; i++) {
      export.progress(bytes(i));
      time.advance(Duration.ofMillis(10));
    }

    // Then
    assertThat(watcher.getItems()).hasSizeBetween(7, 9);
    assertThat(watcher.getLastItem().progress().bytesDone()).isGreaterThan(150);
  }

  @Test
  void versionsOnlyGrow() {
    // Given
    AssertSubscriber<Export> watcher = watch(100);

    // When
    export.progress(bytes(1));
    start();
    export.progress(bytes(2));
    time.advance(Duration.ofSeconds(1));

    // Then
    assertThat(watcher.getItems()).extracting(Export::version).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aSlowWatcherGetsTheNewestAndNoBacklog() {
    // Given
    AssertSubscriber<Export> watcher = watch(1);
    for (int i = 1; i <= 50; i++) {
      export.progress(bytes(i));
      time.advance(Duration.ofSeconds(1));
    }

    // When
    watcher.request(10);

    // Then
    assertThat(watcher.getItems()).hasSize(2);
    assertThat(watcher.getLastItem().progress().bytesDone()).isEqualTo(50);
  }

  @Test
  void theEndIsTheLastThingToldAndEndsTheStream() {
    // Given
    AssertSubscriber<Export> watcher = watch(10);
    Failure failure = Failure.of(new SluiceException(ErrorCode.JOB_FAILED, "no"));

    // When
    export.enter(((Active) export.now().state()).fail(failure)).subscribe().with(done -> {});

    // Then
    watcher.assertCompleted();
    assertThat(watcher.getLastItem().state().label()).isEqualTo("failed");
  }

  @Test
  void whoComesAfterTheEndIsToldTheEnd() {
    // Given
    export.enter(((Active) export.now().state()).cancel()).subscribe().with(done -> {});

    // When
    AssertSubscriber<Export> watcher = watch(10);

    // Then
    watcher.assertCompleted();
    assertThat(watcher.getItems()).extracting(e -> e.state().label()).containsExactly("cancelled");
  }

  @Test
  void whatTheJournalKeepsIsTheSameExport() {
    // Given
    start();

    // When
    Optional<Export> kept = checkpoints.read(journal.saved.get(0));

    // Then
    assertThat(kept).contains(export.now());
  }

  private void start() {
    export.enter(((Queued) export.now().state()).start()).subscribe().with(done -> {});
  }

  private AssertSubscriber<Export> watch(long requested) {
    return export.watch().subscribe().withSubscriber(AssertSubscriber.create(requested));
  }

  private static Progress bytes(long done) {
    return new Progress(
        0,
        OptionalInt.of(3),
        done,
        OptionalLong.of(100),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  private static ExportRequest request() {
    return new ExportRequest(
        "in.c-shop.orders",
        "default",
        OptionalLong.empty(),
        List.of(),
        List.of(),
        Optional.of("-2 days"),
        Optional.empty(),
        List.of(),
        OptionalLong.of(10),
        ExportRequest.FileType.AUTO,
        new ExportRequest.Output(
            "orders.parquet",
            ExportRequest.Types.DECLARED,
            ExportRequest.Merge.AUTO,
            Optional.of(ExportRequest.Compression.SNAPPY),
            "local"));
  }
}

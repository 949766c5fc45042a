package io.sluice.export.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sluice.base.CallersContexts;
import io.sluice.base.ErrorCode;
import io.sluice.base.ExportId;
import io.sluice.base.ManualTimekeeper;
import io.sluice.base.NamedIds;
import io.sluice.base.SluiceException;
import io.sluice.base.TableId;
import io.sluice.export.Gate;
import io.sluice.export.ScriptedStore;
import io.sluice.export.model.Asked;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.ExportState;
import io.sluice.export.model.ExportState.Active;
import io.sluice.export.model.ExportState.Queued;
import io.sluice.export.model.ExportState.Starting;
import io.sluice.export.model.Failure;
import io.sluice.export.model.Progress;
import io.sluice.export.model.Submission;
import io.sluice.export.model.Submission.Joined;
import io.sluice.export.model.Submission.Membership;
import io.sluice.store.Row;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveExportTest {
  private static final ExportId ID = NamedIds.id("export");

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final ScriptedStore store = new ScriptedStore();
  private final ExportRows rows =
      new ExportRows(
          new ObjectMapper()
              .registerModules(new Jdk8Module(), new JavaTimeModule())
              .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS),
          Runnable::run);
  private final LiveExport export =
      new LiveExport(
          Export.accepted(
              ID,
              new Asked(request(), Map.of()),
              Submission.alone(Optional.empty(), Optional.empty(), Optional.empty()),
              time.now()),
          1,
          "digest",
          new CallersContexts().next(),
          store,
          rows,
          time);

  @BeforeEach
  void insert() {
    store.insert(List.of(export.newcomer(Map.of(), false))).await().indefinitely();
    export.claimed(0);
  }

  @Test
  void aWatcherIsToldTheStateNowFirst() {
    // When
    AssertSubscriber<Export> watcher = watch(10);

    // Then
    assertThat(watcher.getItems()).extracting(Export::version).containsExactly(1L);
  }

  @Test
  void aTransitionIsDurableBeforeItIsTold() {
    // Given
    List<Integer> savedWhenTold = new ArrayList<>();
    export.watch().subscribe().with(told -> savedWhenTold.add(store.saved.size()));

    // When
    start();

    // Then
    assertThat(savedWhenTold).containsExactly(0, 1);
  }

  @Test
  void aTransitionThatCannotBeWrittenIsNotMade() {
    // Given
    store.failing = true;

    // When
    Uni<Void> move = export.enter(((Queued) export.now().state()).start());

    // Then
    assertThat(move.onFailure().recoverWithNull().map(done -> "").subscribeAsCompletionStage())
        .isCompleted();
    assertThat(export.now().state()).isInstanceOf(Queued.class);
  }

  @Test
  void aTransitionThatCannotBeMadeHoldsUpNoOther() {
    // Given
    Uni<Void> move =
        export.enterFrom(
            active -> {
              throw new IllegalStateException("no way from " + active.label());
            });

    // When
    CompletableFuture<Void> failed = move.subscribeAsCompletionStage();
    start();

    // Then
    assertThat(failed).isCompletedExceptionally();
    assertThat(export.now().state()).isInstanceOf(Starting.class);
  }

  /** As another process does that has a caller who asks for it. */
  private Export noted(UnaryOperator<Export> note) {
    Row row = store.find(ID.value()).await().indefinitely().orElseThrow();
    Export noted = note.apply(rows.read(List.of(row)).await().indefinitely().get(0));
    store.save(rows.row(noted, "digest", row.fence()), row.version()).await().indefinitely();
    return noted;
  }

  private static Joined joined(String batch) {
    return new Joined(new Membership(batch, 0, "digest"), Optional.empty());
  }

  @Test
  void whatOthersNotedInTheStoreIsKeptByItsNextTransition() {
    // Given
    AssertSubscriber<Export> watcher = watch(10);
    noted(export -> export.joining(joined("batch")));

    // When
    start();

    // Then
    assertThat(export.now().state()).isInstanceOf(Starting.class);
    assertThat(export.now().submission().inBatch("batch")).isTrue();
    assertThat(noted(UnaryOperator.identity())).isEqualTo(export.now());
    assertThat(watcher.getItems()).extracting(Export::version).containsExactly(1L, 2L, 3L);
  }

  @Test
  void whatOthersNotedInTheStoreIsTakenOverOnceThatTellsOfIt() {
    // Given
    Export noted = noted(export -> export.joining(joined("batch")));

    // When
    export.changed(noted.version());

    // Then
    assertThat(export.now().submission().inBatch("batch")).isTrue();
  }

  @Test
  void anEndThatWasKeptThoughItsSaveFailedIsTheEnd() {
    // Given
    Failure failure = Failure.of(new IllegalStateException("as it happens"));
    noted(kept -> kept.withState(((Active) kept.state()).fail(failure), time.now()));

    // When
    start();

    // Then
    assertThat(export.now().state()).isInstanceOf(ExportState.Failed.class);
  }

  @Test
  void nothingIsSavedOverAnExportThatAnotherGatewayHasTaken() {
    // Given
    store.claims(time).claim(ID.value(), "another", Duration.ofMinutes(1)).await().indefinitely();

    // When
    start();

    // Then
    assertThat(export.now().state()).isInstanceOf(Queued.class);
    assertThat(noted(UnaryOperator.identity()).state()).isInstanceOf(Queued.class);
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
  void whatTheStoreKeepsIsTheSameExport() {
    // Given
    start();

    // When
    Optional<Export> kept = read(0);

    // Then
    assertThat(kept).contains(export.now());
  }

  @Test
  void anEndThatComesWhileATransitionIsWrittenIsToldAfterItAndStands() {
    // Given
    AssertSubscriber<Export> watcher = watch(10);
    store.writing.close();
    start();
    cancel();
    export.refresh(export.now().state());
    export.warn(List.of("heard meanwhile"));

    // When
    store.writing.open();

    // Then
    watcher.assertCompleted();
    assertThat(watcher.getItems())
        .extracting(e -> e.state().label())
        .containsExactly("queued", "starting", "cancelled");
    assertThat(watcher.getItems()).extracting(Export::version).containsExactly(1L, 2L, 3L);
    assertThat(export.now().phases())
        .extracting(Export.Phase::state)
        .containsExactly("queued", "starting", "cancelled");
    assertThat(export.now().warnings()).containsExactly("heard meanwhile");
    assertThat(store.saved).extracting(Row::version).containsExactly(2L, 3L);
  }

  @Test
  void whatComesAfterTheEndChangesNothing() {
    // Given
    start();
    Starting starting = (Starting) export.now().state();
    cancel();
    Export ended = export.now();
    int saved = store.saved.size();

    // When
    export.refresh(starting);
    export.progress(bytes(7));
    export.keep();
    export.enter(starting).subscribe().with(done -> {});
    cancel();
    time.advance(Duration.ofSeconds(1));

    // Then
    assertThat(export.now()).isEqualTo(ended);
    assertThat(store.saved).hasSize(saved);
    assertThat(read(saved - 1)).contains(ended);
  }

  @Test
  void anEndThatCannotBeWrittenLeavesTheWayToAnother() {
    // Given
    start();
    store.failing = true;
    AtomicReference<Throwable> failure = new AtomicReference<>();
    export.enterFrom(Active::cancel).subscribe().with(done -> {}, failure::set);
    store.failing = false;

    // When
    cancel();

    // Then
    assertThat(failure.get()).hasMessageContaining("full");
    assertThat(export.now().state().label()).isEqualTo("cancelled");
  }

  @Test
  void nothingHappensToAnExportThatAnotherProcessHasTakenOver() {
    // Given
    AssertSubscriber<Export> watcher = watch(10);
    AtomicBoolean done = new AtomicBoolean();
    export.whenDone(() -> done.set(true));
    store.claims(time).claim(ID.value(), "another", Duration.ofSeconds(30)).await().indefinitely();

    // When
    AtomicReference<Throwable> failure = new AtomicReference<>();
    export.enterFrom(Active::cancel).subscribe().with(ended -> {}, failure::set);

    // Then
    assertThat(failure.get()).hasMessageContaining("taken over by another gateway");
    assertThat(export.now().state()).isInstanceOf(Queued.class);
    assertThat(store.find(ID.value()).await().indefinitely().orElseThrow().labels().underWay())
        .isTrue();
    watcher.assertCompleted();
    assertThat(done).isTrue();
    watch(1).assertCompleted();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void manyThreadsNeverUndoAnEndNorTellOneVersionTwice(long seed) throws InterruptedException {
    // Given
    List<Export> told = Collections.synchronizedList(new ArrayList<>());
    AtomicBoolean over = new AtomicBoolean();
    export.watch().subscribe().with(told::add, e -> {}, () -> over.set(true));
    Gate writing = store.writing;
    Random order = new Random(seed);
    start();
    Starting starting = (Starting) export.now().state();
    List<Runnable> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int number = i;
      all.add(() -> export.progress(bytes(number)));
      all.add(() -> export.refresh(starting));
      all.add(export::keep);
      all.add(writing::close);
      all.add(writing::open);
      all.add(() -> export.warn(List.of("warning " + number)));
    }
    all.add(this::cancel);
    all.add(() -> export.enterFrom(active -> starting).subscribe().with(done -> {}));
    Collections.shuffle(all, order);
    Queue<Runnable> messages = new ConcurrentLinkedQueue<>(all);

    // When
    List<Thread> threads =
        IntStream.range(0, 4).mapToObj(i -> new Thread(() -> runAll(messages))).toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    writing.open();

    // Then
    assertThat(over).isTrue();
    assertThat(told).extracting(Export::version).isSorted().doesNotHaveDuplicates();
    assertThat(told.get(told.size() - 1).equals(export.now())).isTrue();
    assertThat(export.now().state().label()).isEqualTo("cancelled");
    assertThat(store.saved).extracting(Row::version).isSorted();
    Export kept = read(store.saved.size() - 1).orElseThrow();
    assertThat(kept.state().label()).isEqualTo("cancelled");
    assertThat(kept.version()).isEqualTo(export.now().version());
  }

  private static void runAll(Queue<Runnable> messages) {
    for (Runnable next = messages.poll(); next != null; next = messages.poll()) {
      next.run();
    }
  }

  private Optional<Export> read(int save) {
    return rows.read(List.of(store.saved.get(save))).await().indefinitely().stream().findFirst();
  }

  private void cancel() {
    export.enterFrom(Active::cancel).subscribe().with(done -> {});
  }

  private void start() {
    export
        .enter(((Queued) export.now().state()).start())
        .subscribe()
        .with(done -> {}, refused -> {});
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
        TableId.parse("in.c-shop.orders"),
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

package io.sluice.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.access.Caller;
import io.sluice.base.ErrorCode;
import io.sluice.base.ExportId;
import io.sluice.base.SluiceException;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportState;
import io.sluice.export.pipeline.Scratch;
import io.sluice.parquet.MergeRequest;
import io.smallrye.mutiny.subscription.Cancellable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An export dies, is cancelled or left in each state, and goes on from there. */
class SurvivalTest {
  @RegisterExtension static final Gateways GATEWAYS = new Gateways();

  @TempDir Path folder;
  private Gateway gateway;

  @BeforeEach
  void open() {
    gateway = GATEWAYS.open(folder, Map.of());
  }

  /** Where an export is held up, and how many slices have come by then. */
  enum Stand {
    STARTING(0),
    EXPORTING(0),
    DOWNLOADING(1),
    MERGING(3),
    DELIVERING(3);

    private final int slices;

    Stand(int slices) {
      this.slices = slices;
    }

    Gate gate(ScriptedRooms.Life room) {
      return switch (this) {
        case STARTING -> room.exporting;
        case EXPORTING -> room.polling;
        case DOWNLOADING -> room.fetching;
        case MERGING -> room.merging;
        case DELIVERING -> room.publishing;
      };
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @ParameterizedTest
  @EnumSource(Stand.class)
  void anExportGoesOnWhereTheProcessDied(Stand stand) {
    // Given
    ExportId id = holdAt(stand);
    assertThat(gateway.rooms.slicesFetched).hasValue(stand.slices);

    // When
    gateway.killAndRestart();

    // Then
    Export ended = gateway.awaitEnd(id);
    assertThat(ended.state()).isInstanceOf(ExportState.Succeeded.class);
    assertThat(ended.resumes()).isOne();
    assertThat(gateway.rooms.jobsStarted).hasValue(1);
    assertThat(gateway.rooms.slicesFetched).hasValue(ScriptedRooms.SLICES);
    assertThat(gateway.result(id)).hasSize(15);
    assertThatScratchIsGoneWithinASecond();
  }

  @ParameterizedTest
  @EnumSource(Stand.class)
  void anExportIsCancelledWithoutATrace(Stand stand) {
    // Given
    ExportId id = holdAt(stand);

    // When
    Export cancelled = gateway.exports().cancel(Caller.program(), id).await().atMost(Gateway.SOON);

    // Then
    assertThat(cancelled.state()).isInstanceOf(ExportState.Cancelled.class);
    assertThat(kept(id)).contains("cancelled");
    assertThatScratchIsGoneWithinASecond();
    stand.gate(gateway.room()).open();
    assertThat(stand.gate(gateway.room()).waiting()).isZero();
    assertThat(gateway.result(id)).doesNotExist();
    assertThat(gateway.runs().running()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Stand.class)
  void cancellingAgainChangesNothing(Stand stand) {
    // Given
    ExportId id = holdAt(stand);
    Export first = gateway.exports().cancel(Caller.program(), id).await().atMost(Gateway.SOON);

    // When
    Export second = gateway.exports().cancel(Caller.program(), id).await().atMost(Gateway.SOON);

    // Then
    assertThat(second).isEqualTo(first);
  }

  @ParameterizedTest
  @EnumSource(Stand.class)
  void leavingEndsTheWorkAndTheNextStartGoesOn(Stand stand) {
    // Given
    ExportId id = holdAt(stand);

    // When
    gateway.runs().leave();

    // Then
    assertThat(stand.gate(gateway.room()).waiting()).isZero();
    assertThat(kept(id)).contains("\"state\":\"" + stand.label() + "\"", "\"attempts\":0");
    gateway.killAndRestart();
    assertThat(gateway.awaitEnd(id).state()).isInstanceOf(ExportState.Succeeded.class);
    assertThat(gateway.rooms.slicesFetched).hasValue(ScriptedRooms.SLICES);
  }

  @ParameterizedTest
  @EnumSource(value = Stand.class, names = "EXPORTING", mode = EnumSource.Mode.EXCLUDE)
  void anExportThatTheProcessDiesOfIsNotTriedForEver(Stand stand) {
    // Given
    ExportId id = holdAt(stand);
    for (int death = 1; death <= 3; death++) {
      dieAndHoldAt(stand, id);
    }

    // When
    gateway.killAndRestart();

    // Then
    Export ended = gateway.awaitEnd(id);
    assertThat(ended.state())
        .isInstanceOfSatisfying(
            ExportState.Failed.class,
            failed -> {
              assertThat(failed.failure().code()).isEqualTo(ErrorCode.GATEWAY_CRASHED);
              assertThat(failed.failure().detail())
                  .contains("died 4 times in a row", "in.c-shop.orders", stand.label());
            });
    assertThat(kept(id)).contains("gateway-crashed".toUpperCase(Locale.ROOT).replace('-', '_'));
    assertThatScratchIsGoneWithinASecond();
    assertThat(gateway.runs().running()).isZero();
  }

  @Test
  void anExportThatGotFurtherIsTriedAnew() {
    // Given
    ExportId id = holdAt(Stand.DOWNLOADING);
    for (int death = 1; death <= 3; death++) {
      dieAndHoldAt(Stand.DOWNLOADING, id);
    }
    gateway.room().merging.close();
    gateway.room().fetching.open();
    await().atMost(Gateway.SOON).until(() -> gateway.room().merging.waiting() == 1);
    for (int death = 1; death <= 3; death++) {
      dieAndHoldAt(Stand.MERGING, id);
    }

    // When
    gateway.room().merging.open();

    // Then
    assertThat(gateway.awaitEnd(id).state()).isInstanceOf(ExportState.Succeeded.class);
  }

  @Test
  void goingBackToFetchWhatWasLostIsNotGettingFurther() {
    // Given
    ExportId id = holdAt(Stand.MERGING);
    for (int death = 1; death <= 3; death++) {
      gateway.loseScratch(id);
      dieAndHoldAt(Stand.MERGING, id);
    }

    // When
    gateway.killAndRestart();

    // Then
    assertThat(gateway.awaitEnd(id).state()).isInstanceOf(ExportState.Failed.class);
  }

  @Test
  void aPlannedEndIsNoDeath() {
    // Given
    ExportId id = holdAt(Stand.MERGING);
    for (int restart = 1; restart <= 6; restart++) {
      gateway.runs().leave();
      dieAndHoldAt(Stand.MERGING, id);
    }

    // When
    gateway.killAndRestart();

    // Then
    Export ended = gateway.awaitEnd(id);
    assertThat(ended.state()).isInstanceOf(ExportState.Succeeded.class);
    assertThat(ended.resumes()).isEqualTo(7);
  }

  @Test
  void anExportThatOnlyWaitsForItsJobOutlivesEveryDeath() {
    // Given
    ExportId id = holdAt(Stand.EXPORTING);
    for (int death = 1; death <= 6; death++) {
      dieAndHoldAt(Stand.EXPORTING, id);
    }

    // When
    gateway.killAndRestart();

    // Then
    assertThat(gateway.awaitEnd(id).state()).isInstanceOf(ExportState.Succeeded.class);
  }

  @Test
  void anExportThatDiedBesideAnotherIsTriedAloneAndSucceeds() {
    // Given
    gateway.room().merging.close();
    ExportId deadly = gateway.submit(Gateway.request("in.c-shop.deadly"));
    ExportId innocent = gateway.submit(Gateway.request("in.c-shop.innocent"));
    await().atMost(Gateway.SOON).until(() -> gateway.room().merging.waiting() == 2);
    dieAndHoldAt(Stand.MERGING, deadly, innocent);
    dieAndHoldAt(Stand.MERGING, deadly);
    assertThat(gateway.runs().waiting()).isOne();
    dieAndHoldAt(Stand.MERGING, deadly);

    // When
    gateway.killAndRestart();

    // Then
    assertThat(gateway.awaitEnd(deadly).state()).isInstanceOf(ExportState.Failed.class);
    assertThat(gateway.awaitEnd(innocent).state()).isInstanceOf(ExportState.Succeeded.class);
  }

  @Test
  void aSuspectIsCancelledWhileItWaitsForItsTurn() {
    // Given
    gateway.room().merging.close();
    ExportId first = gateway.submit(Gateway.request("in.c-shop.first"));
    ExportId second = gateway.submit(Gateway.request("in.c-shop.second"));
    await().atMost(Gateway.SOON).until(() -> gateway.room().merging.waiting() == 2);
    dieAndHoldAt(Stand.MERGING, first, second);
    dieAndHoldAt(Stand.MERGING, first);

    // When
    gateway.exports().cancel(Caller.program(), second).await().atMost(Gateway.SOON);

    // Then
    gateway.room().merging.open();
    assertThat(gateway.awaitEnd(first).state()).isInstanceOf(ExportState.Succeeded.class);
    assertThat(gateway.now(second).state()).isInstanceOf(ExportState.Cancelled.class);
    assertThat(gateway.runs().waiting()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = Stand.class,
      names = {"DOWNLOADING", "MERGING"})
  void theMergeKnowsWhatItsSlicesHoldAfterARestartToo(Stand stand) {
    // Given
    ExportId id = holdAt(stand);

    // When
    gateway.killAndRestart();

    // Then
    gateway.awaitEnd(id);
    MergeRequest merge = gateway.rooms.lastMerge.get();
    assertThat(merge.slices()).hasSize(ScriptedRooms.SLICES);
    assertThat(merge.slices().stream().map(merge.csv()::get))
        .containsExactly(ScriptedRooms.rows(1), ScriptedRooms.rows(2), ScriptedRooms.rows(3));
  }

  @ParameterizedTest
  @EnumSource(
      value = Stand.class,
      names = {"MERGING", "DELIVERING"})
  void aCheckpointOfAnOlderVersionKnowsNotWhatSlicesHold(Stand stand) throws IOException {
    // Given
    ExportId id = holdAt(stand);
    gateway.rooms.rewrite(
        id.value(),
        labels -> labels,
        document ->
            assertThat(((ObjectNode) document.get("state")).remove("contents"))
                .hasSize(ScriptedRooms.SLICES));
    Files.deleteIfExists(gateway.scratch(id).resolve(Scratch.OUTPUT));

    // When
    gateway.killAndRestart();

    // Then
    assertThat(gateway.awaitEnd(id).state()).isInstanceOf(ExportState.Succeeded.class);
    assertThat(gateway.rooms.lastMerge.get().csv()).isEmpty();
  }

  @Test
  void aCheckpointOfAnOlderVersionKnowsNoAttemptsAndGoesOn() {
    // Given
    ExportId id = holdAt(Stand.MERGING);
    gateway.rooms.rewrite(id.value(), labels -> labels, document -> document.remove("attempts"));

    // When
    gateway.killAndRestart();

    // Then
    assertThat(gateway.awaitEnd(id).state()).isInstanceOf(ExportState.Succeeded.class);
  }

  @Test
  void nothingIsAcceptedWhileLeaving() {
    // Given
    gateway.runs().leave();

    // When
    assertThatThrownBy(() -> gateway.submit(Gateway.request("in.c-shop.orders")))
        // Then
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SHUTTING_DOWN));
    assertThat(gateway.rooms.kept()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Stand.class,
      names = {"MERGING", "DELIVERING"})
  void whatTheWorkDirectoryHasLostIsMadeAgain(Stand stand) throws IOException {
    // Given
    ExportId id = holdAt(stand);
    gateway.loseScratch(id);

    // When
    gateway.killAndRestart();

    // Then
    assertThat(gateway.awaitEnd(id).state()).isInstanceOf(ExportState.Succeeded.class);
    assertThat(gateway.result(id)).hasSize(15);
    assertThat(gateway.rooms.slicesFetched).hasValue(2 * ScriptedRooms.SLICES);
    assertThat(gateway.rooms.jobsStarted).hasValue(1);
  }

  @Test
  void aQueuedExportIsStartedAfterARestart() {
    // Given
    gateway.room().runsJobs(8);
    gateway.room().exporting.close();
    for (int number = 0; number < 8; number++) {
      gateway.submit(Gateway.request("in.c-shop.running" + number));
    }
    ExportId queued = gateway.submit(Gateway.request("in.c-shop.queued"));
    assertThat(gateway.now(queued).state().label()).isEqualTo("queued");

    // When
    gateway.killAndRestart();

    // Then
    Export ended = gateway.awaitEnd(queued);
    assertThat(ended.state()).isInstanceOf(ExportState.Succeeded.class);
    assertThat(ended.resumes()).isOne();
  }

  @Test
  void aQueuedExportIsCancelledAndNeverStarts() {
    // Given
    gateway.room().runsJobs(8);
    gateway.room().exporting.close();
    for (int number = 0; number < 8; number++) {
      gateway.submit(Gateway.request("in.c-shop.running" + number));
    }
    ExportId queued = gateway.submit(Gateway.request("in.c-shop.queued"));

    // When
    gateway.exports().cancel(Caller.program(), queued).await().atMost(Gateway.SOON);

    // Then
    gateway.room().exporting.open();
    await().atMost(Gateway.SOON).until(() -> gateway.runs().running() == 0);
    assertThat(gateway.rooms.jobsStarted).hasValue(8);
    assertThat(gateway.now(queued).state()).isInstanceOf(ExportState.Cancelled.class);
  }

  @Test
  void progressShowsAtOnceWhereItWas() {
    // Given
    ExportId id = holdAt(Stand.DOWNLOADING);
    ScriptedRooms.Life next = gateway.rooms.restart();
    next.fetching.close();
    next.exporting.close();

    // When
    gateway.start();

    // Then
    assertThat(gateway.now(id).progress().slicesDone()).isOne();
    assertThat(gateway.now(id).progress().bytesDone()).isEqualTo(5);
    assertThat(gateway.now(id).progress().slicesTotal()).hasValue(3);
  }

  @Test
  void aCancelThatComesDuringTheLastSaveLeavesTheSuccessStanding() {
    // Given
    ExportId id = holdAt(Stand.DELIVERING);
    gateway.room().saving.close();
    gateway.room().publishing.open();
    await().atMost(Gateway.SOON).until(() -> gateway.room().saving.waiting() == 1);
    CompletableFuture<Export> cancelling =
        gateway.exports().cancel(Caller.program(), id).subscribeAsCompletionStage();

    // When
    gateway.room().saving.open();

    // Then
    assertThat(cancelling.join().state()).isInstanceOf(ExportState.Succeeded.class);
    assertThat(kept(id)).contains("succeeded");
    assertThat(gateway.result(id)).exists();
    assertThatScratchIsGoneWithinASecond();
  }

  @Test
  void aFileThatWasPublishedBeforeTheDeathIsNotMadeAgain() {
    // Given
    ExportId id = holdAt(Stand.DELIVERING);
    gateway.room().saving.close();
    gateway.room().publishing.open();
    await().atMost(Gateway.SOON).until(() -> gateway.room().saving.waiting() == 1);

    // When
    gateway.killAndRestart();

    // Then
    Export ended = gateway.awaitEnd(id);
    assertThat(ended.state()).isInstanceOf(ExportState.Succeeded.class);
    assertThat(ended.phases())
        .extracting(Export.Phase::state)
        .containsExactly(
            "queued", "starting", "exporting", "downloading", "merging", "delivering", "succeeded");
    assertThat(gateway.result(id)).hasSize(15);
  }

  @Test
  void slicesThatVanishAgainAndAgainEndTheExportByName() {
    // Given
    gateway.room().cleanUp();

    // When
    Export ended = gateway.awaitEnd(gateway.submit(Gateway.request("in.c-shop.orders")));

    // Then
    assertThat(ended.state())
        .isInstanceOfSatisfying(
            ExportState.Failed.class,
            failed -> {
              assertThat(failed.failure().code()).isEqualTo(ErrorCode.DISK_FAILED);
              assertThat(failed.failure().detail()).contains("sluice.work-dir", "5 times");
            });
    assertThat(gateway.rooms.jobsStarted).hasValue(1);
  }

  @Test
  void aJournalThatCannotBeWrittenHoldsAnExportUpAndLosesNothing() {
    // Given
    ExportId id = holdAt(Stand.MERGING);
    gateway.room().failSaves(true);
    gateway.room().merging.open();
    await().atMost(Gateway.SOON).until(() -> gateway.runs().running() == 0);
    gateway.room().failSaves(false);

    // When
    gateway.time.advance(Duration.ofSeconds(10));

    // Then
    assertThat(gateway.awaitEnd(id).state()).isInstanceOf(ExportState.Succeeded.class);
    assertThat(gateway.result(id)).hasSize(15);
  }

  @ParameterizedTest
  @EnumSource(Stand.class)
  void aCancelThatCannotBeKeptIsToldAndTheWorkGoesOn(Stand stand) {
    // Given
    ExportId id = holdAt(stand);
    gateway.room().failSaves(true);

    // When
    Throwable failure =
        catchThrowable(
            () -> gateway.exports().cancel(Caller.program(), id).await().atMost(Gateway.SOON));
    gateway.room().failSaves(false);
    stand.gate(gateway.room()).open();

    // Then
    assertThat(failure).isInstanceOf(SluiceException.class);
    assertThat(gateway.awaitEnd(id).state()).isInstanceOf(ExportState.Succeeded.class);
    assertThat(gateway.result(id)).hasSize(15);
  }

  @Test
  void aCallerWhoGoesAwayWhileItIsAcceptedLosesNothing() {
    // Given
    gateway.room().saving.close();
    Cancellable caller =
        gateway.accept(Gateway.request("in.c-shop.orders")).subscribe().with(accepted -> {});
    caller.cancel();

    // When
    gateway.room().saving.open();

    // Then
    await()
        .atMost(Gateway.SOON)
        .untilAsserted(() -> assertThat(gateway.rooms.jobsStarted).hasValue(1));
    ExportId id = ExportId.parse(gateway.rooms.kept().keySet().iterator().next());
    assertThat(gateway.awaitEnd(id).state()).isInstanceOf(ExportState.Succeeded.class);
  }

  @Test
  void anEqualRequestIsExportedAnewOnceTheEarlierHasEnded() {
    // Given
    ExportId first = holdAt(Stand.MERGING);
    gateway.exports().cancel(Caller.program(), first).await().atMost(Gateway.SOON);

    // When
    ExportId second = gateway.submit(Gateway.request("in.c-shop.orders"));

    // Then
    assertThat(second).isNotEqualTo(first);
  }

  private String kept(ExportId id) {
    return new String(
        gateway.rooms.kept().get(id.value()).document().json(), StandardCharsets.UTF_8);
  }

  private ExportId holdAt(Stand stand) {
    Gate gate = stand.gate(gateway.room());
    gate.close();
    ExportId id = gateway.submit(Gateway.request("in.c-shop.orders"));
    await().atMost(Gateway.SOON).until(() -> gate.waiting() == 1);
    assertThat(gateway.now(id).state().label()).isEqualTo(stand.label());
    return id;
  }

  /** The process dies, and the next one gets as far as that with these exports, and no others. */
  private void dieAndHoldAt(Stand stand, ExportId... ids) {
    Gate gate = stand.gate(gateway.rooms.restart());
    gate.close();
    gateway.start();
    await().atMost(Gateway.SOON).until(() -> gate.waiting() == ids.length);
    assertThat(ids)
        .allSatisfy(id -> assertThat(gateway.now(id).state().label()).isEqualTo(stand.label()));
  }

  private void assertThatScratchIsGoneWithinASecond() {
    await()
        .atMost(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(gateway.scratches()).isEmpty());
  }
}

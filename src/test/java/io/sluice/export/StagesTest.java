package io.sluice.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.access.Caller;
import io.sluice.base.ExportId;
import io.sluice.export.model.ExportState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Decision 0012: what an export waits for in each stage, and that it holds nothing of another. */
class StagesTest {
  @RegisterExtension static final Gateways GATEWAYS = new Gateways();

  @TempDir Path folder;
  private Gateway gateway;

  @Test
  void anExportThatWaitsForItsJobKeepsNobodyFromDownloading() {
    // Given
    open(Map.of("sluice.exports.parallel", "1"));
    gateway.room().polling.close();
    List<ExportId> waiting = submit("in.c-shop.a", 4);
    awaitStanding(gateway.room().polling, 4);
    gateway.room().polling.letNextThrough();

    // When
    ExportId last = submit("in.c-shop.last", 1).get(0);

    // Then
    assertSucceeds(last);
    assertThat(states(waiting)).containsOnly("exporting");
  }

  @Test
  void anExportIsQueuedUntilItHasAPlaceOfItsProject() {
    // Given
    open(Map.of());
    gateway.room().runsJobs(2);
    gateway.room().polling.close();

    // When
    List<ExportId> ids = submit("in.c-shop.a", 4);

    // Then
    awaitStanding(gateway.room().polling, 2);
    assertThat(states(ids)).containsExactly("exporting", "exporting", "queued", "queued");
    gateway.room().polling.open();
    assertSucceed(ids);
    assertThat(gateway.rooms.mostJobsAtOnce).hasValue(2);
  }

  @Test
  void noMoreAreAtWorkHereThanAreAllowedAndWhatIsUnloadedWaits() {
    // Given
    open(Map.of("sluice.exports.parallel", "2"));
    gateway.room().fetching.close();

    // When
    List<ExportId> ids = submit("in.c-shop.a", 4);

    // Then
    awaitStanding(gateway.room().fetching, 2);
    awaitStates(ids, "downloading", "downloading", "exporting", "exporting");
    letThroughOneByOne(gateway.room().fetching, ids);
    assertThat(gateway.room().fetching.mostAtOnce()).isEqualTo(2);
  }

  @Test
  void noMoreDownloadThanTheStageAllows() {
    // Given
    open(Map.of("sluice.stages.transferring", "1"));
    gateway.room().fetching.close();

    // When
    List<ExportId> ids = submit("in.c-shop.a", 3);

    // Then
    awaitStates(ids, "downloading", "downloading", "downloading");
    awaitStanding(gateway.room().fetching, 1);
    letThroughOneByOne(gateway.room().fetching, ids);
    assertThat(gateway.room().fetching.mostAtOnce()).isOne();
  }

  @Test
  void noMoreMergeThanTheStageAllowsAndOthersDownloadMeanwhile() {
    // Given
    open(Map.of("sluice.stages.transferring", "1", "sluice.stages.merging", "1"));
    gateway.room().merging.close();

    // When
    List<ExportId> ids = submit("in.c-shop.a", 3);

    // Then
    awaitStates(ids, "merging", "merging", "merging");
    awaitStanding(gateway.room().merging, 1);
    letThroughOneByOne(gateway.room().merging, ids);
    assertThat(gateway.room().merging.mostAtOnce()).isOne();
  }

  @Test
  void noFurtherJobIsStartedWhileManyTablesLieUnloaded() {
    // Given
    open(Map.of("sluice.exports.parallel", "1"));
    gateway.room().fetching.close();
    List<ExportId> ids = submit("in.c-shop.a", 5);
    awaitStates(ids, "downloading", "exporting", "exporting", "exporting", "exporting");
    await().atMost(Gateway.SOON).until(() -> gateway.rooms.jobsEnded.get() == 5);

    // When
    ExportId later = submit("in.c-shop.later", 1).get(0);

    // Then
    assertThat(gateway.now(later).state().label()).isEqualTo("queued");
    assertThat(gateway.rooms.jobsStarted).hasValue(5);
    gateway.room().fetching.open();
    assertSucceeds(later);
  }

  @Test
  void oneConnectionWithManyExportsDoesNotHoldUpOneWithFew() {
    // Given
    open(Map.of("sluice.exports.parallel", "1"));
    gateway.room().fetching.close();
    List<ExportId> many = submit("in.c-shop.a", 4);
    awaitStates(many, "downloading", "exporting", "exporting", "exporting");
    await().atMost(Gateway.SOON).until(() -> gateway.rooms.jobsEnded.get() == 4);
    ExportId few = gateway.submit(Gateway.request("in.c-shop.few", "other"));
    await().atMost(Gateway.SOON).until(() -> gateway.rooms.jobsEnded.get() == 5);

    // When
    gateway.room().fetching.letOneThrough();

    // Then
    awaitState(few, "downloading");
    assertThat(states(many)).contains("succeeded").doesNotContain("downloading");
  }

  @Test
  void whatIsCancelledWhileItWaitsTakesNoPlaceAway() {
    // Given
    open(Map.of("sluice.exports.parallel", "3", "sluice.stages.merging", "1"));
    gateway.room().runsJobs(3);
    gateway.room().merging.close();
    List<ExportId> merging = submit("in.c-shop.merging", 3);
    awaitStates(merging, "merging", "merging", "merging");
    awaitStanding(gateway.room().merging, 1);
    List<ExportId> unloaded = submit("in.c-shop.unloaded", 2);
    await().atMost(Gateway.SOON).until(() -> gateway.rooms.jobsEnded.get() == 5);
    gateway.room().polling.close();
    List<ExportId> polled = submit("in.c-shop.polled", 3);
    awaitStanding(gateway.room().polling, 3);
    List<ExportId> queued = submit("in.c-shop.queued", 2);

    // When
    for (List<ExportId> some : List.of(merging, unloaded, polled, queued)) {
      cancel(some.get(0));
    }

    // Then
    List.of(merging, unloaded, polled, queued)
        .forEach(
            some ->
                assertThat(gateway.now(some.get(0)).state())
                    .isInstanceOf(ExportState.Cancelled.class));
    gateway.room().polling.open();
    gateway.room().merging.open();
    List.of(merging, unloaded, polled, queued)
        .forEach(some -> assertSucceed(some.subList(1, some.size())));
    await().atMost(Gateway.SOON).until(() -> gateway.runs().running() == 0);
    assertThat(gateway.runs().waiting()).isZero();
  }

  @Test
  void afterARestartWhatHadBegunGoesOnBeforeWhatIsNew() {
    // Given
    open(Map.of("sluice.exports.parallel", "1"));
    gateway.room().merging.close();
    ExportId merging = submit("in.c-shop.merging", 1).get(0);
    awaitStanding(gateway.room().merging, 1);
    gateway.room().polling.close();
    List<ExportId> exporting = submit("in.c-shop.exporting", 3);
    awaitStanding(gateway.room().polling, 3);

    // When
    ScriptedRooms.Life next = gateway.rooms.restart();
    next.runsJobs(1);
    next.polling.close();
    next.merging.close();
    gateway.start();
    ExportId young = submit("in.c-shop.young", 1).get(0);

    // Then
    awaitStanding(next.polling, 4);
    awaitStanding(next.merging, 1);
    assertThat(gateway.now(merging).state().label()).isEqualTo("merging");
    next.openAll();
    assertSucceeds(merging);
    assertSucceed(exporting);
    assertSucceeds(young);
  }

  @Test
  void leavingMakesRoomForNobody() {
    // Given
    open(Map.of("sluice.exports.parallel", "1"));
    gateway.room().runsJobs(1);
    gateway.room().fetching.close();
    List<ExportId> unloaded = submit("in.c-shop.unloaded", 3);
    await().atMost(Gateway.SOON).until(() -> gateway.rooms.jobsEnded.get() == 3);
    awaitStates(unloaded, "downloading", "exporting", "exporting");
    gateway.room().polling.close();
    List<ExportId> waiting = submit("in.c-shop.waiting", 2);
    awaitStanding(gateway.room().polling, 1);

    // When
    gateway.runs().leave();

    // Then
    assertThat(gateway.room().fetching.waiting()).isZero();
    assertThat(states(unloaded)).containsExactly("downloading", "exporting", "exporting");
    assertThat(states(waiting)).containsExactly("exporting", "queued");
    gateway.killAndRestart();
    assertSucceed(unloaded);
    assertSucceed(waiting);
  }

  @Test
  void aProjectThatCannotBeReachedFailsOneExportAfterTheOther() {
    // Given
    open(Map.of());
    gateway.room().placing.close();

    // When
    List<ExportId> ids = submit("in.c-shop.a", 3);

    // Then
    awaitStanding(gateway.room().placing, 1);
    assertThat(gateway.runs().waiting()).isEqualTo(2);
    gateway.room().placing.open();
    assertSucceed(ids);
  }

  private void open(Map<String, String> settings) {
    gateway = GATEWAYS.open(folder, new HashMap<>(settings));
  }

  private List<ExportId> submit(String table, int count) {
    List<ExportId> ids = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      ids.add(gateway.submit(Gateway.request(table + number)));
    }
    return ids;
  }

  private void cancel(ExportId id) {
    gateway.exports().cancel(Caller.program(), id).await().atMost(Gateway.SOON);
  }

  private List<String> states(List<ExportId> ids) {
    return ids.stream().map(id -> gateway.now(id).state().label()).toList();
  }

  private void awaitState(ExportId id, String state) {
    awaitStates(List.of(id), state);
  }

  private void awaitStates(List<ExportId> ids, String... states) {
    await()
        .atMost(Gateway.SOON)
        .untilAsserted(() -> assertThat(states(ids)).containsExactly(states));
  }

  private static void awaitStanding(Gate gate, int count) {
    await().atMost(Gateway.SOON).until(() -> gate.waiting() == count);
  }

  private void letThroughOneByOne(Gate gate, List<ExportId> ids) {
    for (int number = 0; number < ids.size(); number++) {
      await().atMost(Gateway.SOON).until(() -> gate.waiting() > 0);
      gate.letOneThrough();
    }
    assertSucceed(ids);
  }

  private void assertSucceeds(ExportId id) {
    assertThat(gateway.awaitEnd(id).state()).isInstanceOf(ExportState.Succeeded.class);
  }

  private void assertSucceed(List<ExportId> ids) {
    ids.forEach(this::assertSucceeds);
  }
}

package io.sluice.export.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.access.Caller;
import io.sluice.base.ErrorCode;
import io.sluice.base.ExportId;
import io.sluice.base.SluiceException;
import io.sluice.export.Gateway;
import io.sluice.export.Gateways;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportFilter;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.ExportRequest.Operator;
import io.sluice.export.model.ExportRequest.WhereFilter;
import io.sluice.export.model.ExportState;
import io.sluice.store.Labels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is large in a request is kept once, counted, and not held. */
class LargeRequestsTest {
  private static final int BYTES = 1_000 * 9;
  @RegisterExtension static final Gateways GATEWAYS = new Gateways();

  @TempDir Path folder;
  private Gateway gateway;

  @BeforeEach
  void open() {
    gateway = GATEWAYS.open(folder, Map.of("sluice.limits.kept-requests", "20K"));
    gateway.room().exporting.close();
  }

  @Test
  void aBatchKeepsWhatItsTablesShareOnce() {
    // Given
    List<WhereFilter> filters = filters(0);

    // When
    List<Export> batch = submitAll(IntStream.range(0, 50).mapToObj(i -> large("t" + i, filters)));

    // Then
    assertThat(gateway.rooms.parts()).hasSize(1);
    assertThat(gateway.rooms.kept().values())
        .hasSize(50)
        .allSatisfy(kept -> assertThat(kept.document().json()).hasSizeLessThan(2_000));
    assertThat(batch).allSatisfy(export -> assertThat(export.request().whereFilters()).isEmpty());
  }

  @Test
  void theStorageApiIsAskedWithAllOfIt() {
    // Given
    gateway.room().exporting.open();

    // When
    Export ended = gateway.awaitEnd(gateway.submit(large("orders", filters(0))));

    // Then
    assertThat(ended.state()).isInstanceOf(ExportState.Succeeded.class);
    assertThat(gateway.rooms.lastOptions.get().whereFilters().get(0).values()).hasSize(1_000);
  }

  @Test
  void theStorageApiIsAskedWithAllOfItAfterARestartToo() {
    // Given
    ExportId id = gateway.submit(large("orders", filters(0)));

    // When
    gateway.killAndRestart();

    // Then
    gateway.awaitEnd(id);
    assertThat(gateway.rooms.lastOptions.get().whereFilters().get(0).values()).hasSize(1_000);
  }

  @Test
  void whatWasAskedForIsShownWhole() {
    // Given
    ExportRequest request = large("orders", filters(0));
    Export export = gateway.now(gateway.submit(request));

    // When
    Export whole = gateway.exports().whole(Caller.program(), export).await().atMost(Gateway.SOON);

    // Then
    assertThat(whole.request()).isEqualTo(request);
    assertThat(whole.parts()).isEmpty();
    assertThat(export.parts()).containsOnlyKeys("whereFilters");
  }

  @Test
  void aLostPartFailsItsExportByNameAndNotTheStart() {
    // Given
    ExportId id = gateway.submit(large("orders", filters(0)));
    ExportId other = gateway.submit(Gateway.request("in.c-shop.other"));
    gateway.rooms.parts().clear();

    // When
    gateway.killAndRestart();

    // Then
    assertThat(gateway.awaitEnd(other).state()).isInstanceOf(ExportState.Succeeded.class);
    Export ended = gateway.awaitEnd(id);
    assertThat(ended.state())
        .isInstanceOfSatisfying(
            ExportState.Failed.class,
            failed -> {
              assertThat(failed.failure().code()).isEqualTo(ErrorCode.JOURNAL_FAILED);
              assertThat(failed.failure().detail())
                  .contains(id.value(), "in.c-shop.orders", "whereFilters", "ask for it again");
            });
    assertThat(gateway.exports().whole(Caller.program(), ended).await().atMost(Gateway.SOON))
        .isEqualTo(ended);
  }

  @Test
  void moreThanTheBudgetIsRefusedUntilAnExportHasEnded() {
    // Given
    ExportId first = gateway.submit(large("a", filters(1)));
    gateway.submit(large("b", filters(2)));

    // When
    SluiceException refused = refused(large("c", filters(3)));

    // Then
    assertThat(refused.code()).isEqualTo(ErrorCode.QUEUE_FULL);
    assertThat(refused).hasMessageContaining("sluice.limits.kept-requests=20480");
    assertThat(refused.retryAfter()).isPresent();
    gateway.submit(large("c", filters(2)));
    gateway.exports().cancel(Caller.program(), first).await().atMost(Gateway.SOON);
    gateway.submit(large("c", filters(3)));
  }

  @Test
  void whatIsRefusedForWantOfBudgetLeavesItsPlaceInTheQueue() {
    // Given
    gateway =
        GATEWAYS.open(
            folder.resolve("other"),
            Map.of(
                "sluice.limits.kept-requests", "10K",
                "sluice.exports.parallel", "1",
                "sluice.exports.queue-limit", "1"));
    gateway.room().exporting.close();
    gateway.submit(large("a", filters(1)));
    refused(large("b", filters(2)));

    // When
    ExportId taken = gateway.submit(Gateway.request("in.c-shop.b"));

    // Then
    assertThat(gateway.now(taken).active()).isTrue();
  }

  @Test
  void theBudgetIsKnownAfterARestart() {
    // Given
    gateway.submit(large("a", filters(1)));
    gateway.submit(large("b", filters(2)));
    gateway.rooms.restart().exporting.close();

    // When
    gateway.start();

    // Then
    assertThat(refused(large("c", filters(3))).code()).isEqualTo(ErrorCode.QUEUE_FULL);
  }

  @Test
  void oneRequestIsTakenHoweverLargeItIs() {
    // Given
    List<WhereFilter> filters =
        List.of(filters(1).get(0), filters(2).get(0), filters(3).get(0), filters(4).get(0));

    // When
    ExportId id = gateway.submit(large("a", filters));

    // Then
    assertThat(gateway.now(id).parts().get("whereFilters").bytes()).isGreaterThan(4 * BYTES);
  }

  @Test
  void anEqualRequestIsKnownByItsDigest() {
    // Given
    ExportId first = gateway.submit(large("orders", filters(0)));

    // When
    ExportId second = gateway.submit(large("orders", filters(0)));

    // Then
    assertThat(second).isEqualTo(first);
    assertThat(gateway.submit(large("orders", filters(1)))).isNotEqualTo(first);
  }

  @Test
  void aBatchThatTheDiskHasNoRoomForLeavesNothing() {
    // Given
    gateway.room().failSavesAfter(3);

    // When
    SluiceException refused =
        catchThrowableOfType(
            SluiceException.class,
            () -> submitAll(IntStream.range(0, 5).mapToObj(i -> large("t" + i, filters(0)))));

    // Then
    assertThat(refused.code()).isEqualTo(ErrorCode.DISK_FULL);
    assertThat(gateway.rooms.kept()).isEmpty();
    assertThat(
            gateway.exports().ids(Caller.program(), ExportFilter.ALL).await().atMost(Gateway.SOON))
        .isEmpty();
    assertThat(gateway.runs().running()).isZero();
    gateway.room().failSavesAfter(100);
    gateway.submit(large("a", filters(1)));
    gateway.submit(large("b", filters(2)));
  }

  @Test
  void checkpointsOfAVersionWithoutPartsAreTakenOver() {
    // Given
    List<ExportId> ids =
        submitAll(IntStream.range(0, 3).mapToObj(i -> large("t" + i, filters(0)))).stream()
            .map(Export::id)
            .toList();
    gateway.exports().cancel(Caller.program(), ids.get(0)).await().atMost(Gateway.SOON);
    ids.forEach(this::asAnOlderVersionKeptIt);
    gateway.rooms.parts().clear();
    gateway.rooms.restart().exporting.close();

    // When
    gateway.start();
    gateway.exports().renewEarlier().await().atMost(Gateway.SOON);

    // Then
    assertThat(gateway.rooms.parts()).hasSize(1);
    assertThat(gateway.rooms.kept().values())
        .extracting(kept -> kept.document().json().length)
        .allMatch(length -> length < 2_000);
    Export ended = gateway.now(ids.get(0));
    assertThat(ended.request().whereFilters()).isEmpty();
    assertThat(
            gateway.exports().whole(Caller.program(), ended).await().atMost(Gateway.SOON).request())
        .isEqualTo(large("t0", filters(0)));
    gateway.room().exporting.open();
    gateway.awaitEnd(ids.get(1));
    assertThat(gateway.rooms.lastOptions.get().whereFilters()).hasSize(1);
  }

  /** Today's document with the filters in it, and nothing beside. */
  private void asAnOlderVersionKeptIt(ExportId id) {
    gateway.rooms.rewrite(
        id.value(),
        LargeRequestsTest::withoutDigest,
        document -> {
          document.remove("parts");
          ArrayNode values =
              ((ObjectNode) document.get("request"))
                  .putArray("whereFilters")
                  .addObject()
                  .put("column", "id")
                  .put("operator", "eq")
                  .putNull("dataType")
                  .putArray("values");
          filters(0).get(0).values().forEach(values::add);
        });
  }

  private static Labels withoutDigest(Labels labels) {
    return new Labels(
        labels.state(),
        labels.createdAt(),
        labels.endedAt(),
        labels.connection(),
        labels.table(),
        labels.owner(),
        labels.keys(),
        "",
        labels.batches());
  }

  private List<Export> submitAll(Stream<ExportRequest> requests) {
    return new Batches(gateway.exports(), gateway.time)
        .submit(
            Caller.program(),
            new Batches.Order("digest", requests.toList(), Optional.empty()),
            Optional.empty())
        .await()
        .atMost(Gateway.SOON)
        .batch()
        .exports();
  }

  private SluiceException refused(ExportRequest request) {
    return catchThrowableOfType(SluiceException.class, () -> gateway.submit(request));
  }

  private static ExportRequest large(String table, List<WhereFilter> filters) {
    ExportRequest plain = Gateway.request("in.c-shop." + table);
    return new ExportRequest(
        plain.table(),
        plain.connection(),
        plain.branch(),
        plain.columns(),
        filters,
        plain.changedSince(),
        plain.changedUntil(),
        plain.orderBy(),
        plain.limit(),
        plain.fileType(),
        plain.output());
  }

  /** About 9 kB of JSON, which differ by the seed. */
  private static List<WhereFilter> filters(int seed) {
    return List.of(
        new WhereFilter(
            "id",
            Operator.EQ,
            IntStream.range(0, 1_000).mapToObj(i -> "%d%05d".formatted(seed, i)).toList(),
            Optional.empty()));
  }
}

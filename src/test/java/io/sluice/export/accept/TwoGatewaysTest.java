package io.sluice.export.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.access.Caller;
import io.sluice.base.ExportId;
import io.sluice.export.Gateway;
import io.sluice.export.Gateways;
import io.sluice.export.live.ExportFeed;
import io.sluice.export.model.Acceptance;
import io.sluice.export.model.Acceptance.How;
import io.sluice.export.model.Batch;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportState.Cancelled;
import io.sluice.export.model.ExportState.Succeeded;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two processes on one store: what one carries, callers of the other ask for, watch and cancel. */
class TwoGatewaysTest {
  @RegisterExtension static final Gateways GATEWAYS = new Gateways();

  @TempDir Path folder;
  private Gateway carrying;
  private Gateway other;

  @BeforeEach
  void open() {
    List<Gateway> two = GATEWAYS.openTwo(folder, Map.of());
    carrying = two.get(0);
    other = two.get(1);
    carrying.room().exporting.close();
  }

  @Test
  void aBatchHasTheExportThatTheOtherGatewayCarries() {
    // Given
    ExportId id = carrying.submit(Gateway.request("in.c-shop.a"));

    // When
    Batch batch = batch(other, "a", "b");

    // Then
    assertThat(batch.exports()).extracting(Export::id).contains(id);
    await().atMost(Gateway.SOON).until(() -> carrying.now(id).submission().inBatch(batch.id()));
    carrying.room().exporting.open();
    assertThat(carrying.awaitEnd(id).state()).isInstanceOf(Succeeded.class);
    assertThat(
            now(new Batches(carrying.exports(), carrying.time).find(Caller.program(), batch.id()))
                .exports())
        .extracting(Export::id)
        .contains(id);
  }

  @Test
  void anEqualRequestIsAnsweredWithTheExportThatTheOtherGatewayCarries() {
    // Given
    ExportId id = carrying.submit(Gateway.request("in.c-shop.a"));

    // When
    Acceptance acceptance =
        now(
            new Submissions(other.exports())
                .submit(
                    Caller.program(),
                    Gateway.request("in.c-shop.a"),
                    Optional.empty(),
                    Optional.empty()));

    // Then
    assertThat(acceptance.export().id()).isEqualTo(id);
    assertThat(acceptance.how()).isEqualTo(How.UNDER_WAY);
  }

  @Test
  void whoWatchesItInTheOtherGatewayIsToldItsEnd() {
    // Given
    ExportId id = carrying.submit(Gateway.request("in.c-shop.a"));
    AssertSubscriber<Export> watcher =
        other
            .exports()
            .watch(Caller.program(), id)
            .subscribe()
            .withSubscriber(AssertSubscriber.create(1000));
    watcher.awaitItems(1);

    // When
    carrying.room().exporting.open();

    // Then
    watcher.awaitCompletion(Gateway.SOON);
    assertThat(watcher.getLastItem().state()).isInstanceOf(Succeeded.class);
    assertThat(watcher.getItems()).extracting(Export::version).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void everybodysStreamTellsOfItInBothGatewaysAndOfEachMomentOnce() {
    // Given
    List<Long> here = versionsToldBy(carrying);
    List<Long> there = versionsToldBy(other);

    // When
    carrying.room().exporting.open();
    ExportId id = carrying.submit(Gateway.request("in.c-shop.a"));

    // Then
    long last = carrying.awaitEnd(id).version();
    await().atMost(Gateway.SOON).until(() -> here.contains(last) && there.contains(last));
    assertThat(here).isSorted().doesNotHaveDuplicates();
    assertThat(there).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void itIsCancelledByTheOtherGateway() {
    // Given
    ExportId id = carrying.submit(Gateway.request("in.c-shop.a"));

    // When
    Export cancelled = now(other.exports().cancel(Caller.program(), id));

    // Then
    assertThat(cancelled.state()).isInstanceOf(Cancelled.class);
    assertThat(carrying.now(id).state()).isInstanceOf(Cancelled.class);
    await().atMost(Gateway.SOON).until(() -> carrying.runs().running() == 0);
  }

  @Test
  void itIsCancelledByWhoeverTakesItUpWhereItsGatewayDiesBefore() {
    // Given
    ExportId id = carrying.submit(Gateway.request("in.c-shop.a"));
    carrying.rooms.restart();

    // When
    CompletionStage<Export> cancelled =
        other.exports().cancel(Caller.program(), id).subscribeAsCompletionStage();
    await().atMost(Gateway.SOON).until(() -> other.now(id).cancelRequested());
    other.time.advance(Duration.ofMinutes(1));
    carrying.start();

    // Then
    assertThat(carrying.awaitEnd(id).state()).isInstanceOf(Cancelled.class);
    assertThat(now(Uni.createFrom().completionStage(cancelled)).cancelRequested()).isTrue();
    assertThat(other.now(id).state()).isInstanceOf(Cancelled.class);
  }

  private static List<Long> versionsToldBy(Gateway gateway) {
    List<Long> told = new CopyOnWriteArrayList<>();
    gateway
        .exports()
        .feed(Caller.program())
        .listen(
            new ExportFeed.Listener() {
              @Override
              public void changed(Export export) {
                told.add(export.version());
              }

              @Override
              public void removed(ExportId id, String connection) {}
            });
    return told;
  }

  private static Batch batch(Gateway gateway, String... tables) {
    return now(new Batches(gateway.exports(), gateway.time)
            .submit(
                Caller.program(),
                new Batches.Order(
                    "digest",
                    Stream.of(tables).map(name -> Gateway.request("in.c-shop." + name)).toList(),
                    Optional.empty()),
                Optional.of("key")))
        .batch();
  }

  private static <T> T now(Uni<T> uni) {
    return uni.await().atMost(Gateway.SOON);
  }
}

package io.sluice.export.accept;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.access.Caller;
import io.sluice.base.ExportId;
import io.sluice.export.Gateway;
import io.sluice.export.Gateways;
import io.sluice.export.model.Batch;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportFilter;
import io.sluice.export.model.ExportState.Kind;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportsTest {
  @RegisterExtension static final Gateways GATEWAYS = new Gateways();

  @TempDir Path folder;
  private Gateway gateway;

  @BeforeEach
  void open() {
    gateway = GATEWAYS.open(folder, Map.of("sluice.exports.parallel", "0"));
  }

  @ParameterizedTest
  @CsvSource({
    "0,   e b",
    "1,   f e b",
    "3,   f e d c b",
    "100, f e d c b a",
  })
  void theNewestAreAllThatAreUnderWayAndThoseThatEndedLast(int ended, String tables) {
    // Given
    submit("a", "b", "c", "d", "e", "f");
    cancel("a", "c", "d", "f");

    // When
    List<Export> newest = now(gateway.exports().newest(Caller.program(), ExportFilter.ALL, ended));

    // Then
    assertThat(newest).extracting(ExportsTest::table).containsExactly(tables.split(" ", -1));
  }

  @Test
  void theNewestAreOfThoseThatAreWanted() {
    // Given
    submit("a", "b", "c");
    cancel("a", "b");
    ExportFilter wanted =
        ExportFilter.of(
            Set.of(Kind.CANCELLED),
            Optional.of("in.c-shop.*"),
            Optional.of("default"),
            Optional.empty());

    // When
    List<Export> newest = now(gateway.exports().newest(Caller.program(), wanted, 1));

    // Then
    assertThat(newest).extracting(ExportsTest::table).containsExactly("b");
  }

  @Test
  void pagesNeitherRepeatNorHideWhatStays() {
    // Given
    submit("a", "b", "c", "d", "e");
    List<Export> first =
        now(gateway.exports().page(Caller.program(), ExportFilter.ALL, Optional.empty(), 2));

    // When
    submit("f");
    List<Export> rest =
        now(
            gateway
                .exports()
                .page(Caller.program(), ExportFilter.ALL, Optional.of(first.get(1).id()), 10));

    // Then
    assertThat(Stream.concat(first.stream(), rest.stream()))
        .extracting(ExportsTest::table)
        .containsExactly("e", "d", "c", "b", "a");
  }

  @Test
  void aBatchHasTheExportThatIsUnderWayForAnEqualRequest() {
    // Given
    ExportId plain = gateway.submit(Gateway.request("in.c-shop.a"));

    // When
    Batch batch = batch("one", "a", "b");

    // Then
    assertThat(batch.exports()).extracting(Export::id).hasSize(2).contains(plain);
    assertThat(now(gateway.exports().ids(Caller.program(), ExportFilter.ALL))).hasSize(2);
    assertThat(now(gateway.exports().ids(Caller.program(), ExportFilter.ofBatch(batch.id()))))
        .contains(plain);
    assertThat(batch.exports()).extracting(ExportsTest::table).containsExactly("a", "b");
  }

  @Test
  void aMemberOfABatchStandsForAnEqualRequestAndForAnotherBatch() {
    // Given
    Batch first = batch("one", "a");
    ExportId id = first.exports().get(0).id();

    // When
    ExportId plain = gateway.submit(Gateway.request("in.c-shop.a"));
    Batch second = batch("two", "b", "a");
    gateway.killAndRestart();

    // Then
    assertThat(plain).isEqualTo(id);
    assertThat(second.exports()).extracting(ExportsTest::table).containsExactly("b", "a");
    Batch kept =
        now(new Batches(gateway.exports(), gateway.time).find(Caller.program(), second.id()));
    assertThat(kept.exports()).extracting(Export::id).contains(id);
    assertThat(kept.exports()).extracting(ExportsTest::table).containsExactly("b", "a");
    assertThat(
            now(new Batches(gateway.exports(), gateway.time).find(Caller.program(), first.id()))
                .exports())
        .extracting(Export::id)
        .containsExactly(id);
  }

  @Test
  void aDryRunSaysWhatTheBatchComesTo() {
    // Given
    ExportId plain = gateway.submit(Gateway.request("in.c-shop.a"));

    // When
    List<Optional<ExportId>> said =
        now(
            gateway
                .exports()
                .underWay(
                    Caller.program(),
                    List.of(Gateway.request("in.c-shop.a"), Gateway.request("in.c-shop.b"))));

    // Then
    assertThat(said).containsExactly(Optional.of(plain), Optional.empty());
    assertThat(batch("one", "a", "b").exports().get(0).id()).isEqualTo(plain);
  }

  private Batch batch(String digest, String... tables) {
    return now(new Batches(gateway.exports(), gateway.time)
            .submit(
                Caller.program(),
                new Batches.Order(
                    digest,
                    Stream.of(tables).map(name -> Gateway.request("in.c-shop." + name)).toList(),
                    Optional.empty()),
                Optional.of("key of " + digest)))
        .batch();
  }

  private void submit(String... tables) {
    for (String name : tables) {
      gateway.submit(Gateway.request("in.c-shop." + name));
    }
  }

  private void cancel(String... tables) {
    List<String> names = List.of(tables);
    List<Export> all =
        new ArrayList<>(
            now(gateway.exports().page(Caller.program(), ExportFilter.ALL, Optional.empty(), 100)));
    all.removeIf(export -> !names.contains(table(export)));
    all.forEach(export -> now(gateway.exports().cancel(Caller.program(), export.id())));
  }

  private static String table(Export export) {
    return export.request().table().name();
  }

  private static <T> T now(Uni<T> uni) {
    return uni.await().atMost(Gateway.SOON);
  }
}

package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.sluice.base.ErrorCode;
import io.sluice.base.ManualTimekeeper;
import io.sluice.base.SluiceException;
import io.sluice.base.TableId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Questions of callers ask a stack seldom, few at once, and never hold up an export. */
class LookupsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String BUCKETS = "/v2/storage/buckets";
  private static final String ONE_BUCKET = "[{\"id\": \"in.c-shop\"}]";

  private final StorageServer server = new StorageServer();
  private final ManualTimekeeper time = new ManualTimekeeper();
  private final List<HttpServerRequest> held = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void threeHundredEqualQuestionsAtOnceAreOneRequest() {
    // Given
    server.on(BUCKETS, held::add);
    Lookups lookups = lookups();
    List<UniAssertSubscriber<?>> callers =
        IntStream.range(0, 300)
            .<UniAssertSubscriber<?>>mapToObj(i -> ask(lookups.buckets()))
            .toList();
    await().untilAsserted(() -> assertThat(held).hasSize(1));

    // When
    held.get(0).response().end(ONE_BUCKET);

    // Then
    callers.forEach(caller -> caller.awaitItem(SOON));
    assertThat(server.heard()).hasSize(1);
  }

  @Test
  void anAnswerIsKeptForItsTimeAndThenAskedForAnew() {
    // Given
    server.on(BUCKETS, ONE_BUCKET);
    Lookups lookups = lookups();
    now(lookups.buckets());
    time.advance(Duration.ofMillis(9_999));
    now(lookups.buckets());
    assertThat(server.heard()).hasSize(1);

    // When
    time.advance(Duration.ofMillis(1));
    now(lookups.buckets());

    // Then
    assertThat(server.heard()).hasSize(2);
  }

  @Test
  void otherQuestionsHaveOtherAnswers() {
    // Given
    server
        .on("/v2/storage/tables", "[]")
        .on("/v2/storage/buckets/in.c-a/tables", "[{\"id\": \"in.c-a.t\"}]")
        .on("/v2/storage/tables/in.c-a.t", "{\"id\": \"in.c-a.t\"}")
        .on(
            "/v2/storage/branch/7/tables/in.c-a.t",
            "{\"id\": \"in.c-a.t\", \"name\": \"branched\"}");
    Lookups lookups = lookups();
    TableId table = TableId.parse("in.c-a.t");

    // Then
    assertThat(now(lookups.tables(Optional.empty()))).isEmpty();
    assertThat(now(lookups.tables(Optional.of(new BucketId("in.c-a"))))).hasSize(1);
    assertThat(now(lookups.table(table, OptionalLong.empty())).name()).isEqualTo("in.c-a.t");
    assertThat(now(lookups.table(table, OptionalLong.of(7))).name()).isEqualTo("branched");
    assertThat(connections().lookups("other")).isNotEqualTo(lookups);
  }

  @Test
  void aCallerWhoLeavesTakesNobodyElsesAnswerAlong() {
    // Given
    server.on(BUCKETS, held::add);
    Lookups lookups = lookups();
    UniAssertSubscriber<?> first = ask(lookups.buckets());
    UniAssertSubscriber<?> second = ask(lookups.buckets());
    await().untilAsserted(() -> assertThat(held).hasSize(1));

    // When
    first.cancel();
    held.get(0).response().end(ONE_BUCKET);

    // Then
    second.awaitItem(SOON);
    assertThat(server.heard()).hasSize(1);
  }

  @Test
  void aQuestionWhoseOnlyCallerLeftIsAnsweredToTheNext() {
    // Given
    server.on(BUCKETS, held::add);
    Lookups lookups = lookups();
    UniAssertSubscriber<?> gone = ask(lookups.buckets());
    await().untilAsserted(() -> assertThat(held).hasSize(1));
    gone.cancel();

    // When
    UniAssertSubscriber<?> next = ask(lookups.buckets());
    held.get(0).response().end(ONE_BUCKET);

    // Then
    next.awaitItem(SOON);
    assertThat(server.heard()).hasSize(1);
  }

  @Test
  void aRefusalIsGivenAgainForASecondAndThenAskedForAnew() {
    // Given
    server.on(BUCKETS, request -> request.response().setStatusCode(403).end("{}"));
    Lookups lookups = lookups();
    assertThat(failure(lookups.buckets()).code()).isEqualTo(ErrorCode.STORAGE_FORBIDDEN);
    server.on(BUCKETS, ONE_BUCKET);
    assertThat(failure(lookups.buckets()).code()).isEqualTo(ErrorCode.STORAGE_FORBIDDEN);

    // When
    time.advance(Duration.ofSeconds(1));

    // Then
    assertThat(now(lookups.buckets())).hasSize(1);
    assertThat(server.heard()).hasSize(2);
  }

  @Test
  void whatMayPassIsTriedThriceAndNotKept() {
    // Given
    server.on(BUCKETS, request -> request.response().setStatusCode(500).end("{}"));
    Lookups lookups = lookups();
    assertThat(failure(lookups.buckets()).code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
    assertThat(server.heard()).hasSize(3);

    // When
    server.on(BUCKETS, ONE_BUCKET);

    // Then
    assertThat(now(lookups.buckets())).hasSize(1);
  }

  @Test
  void fewAreAskedAtOnceFewWaitAndTheNextIsToldToComeLater() {
    // Given
    IntStream.range(0, 21).forEach(i -> server.on("/v2/storage/tables/in.c-a.t" + i, held::add));
    Lookups lookups = lookups();
    List<UniAssertSubscriber<?>> callers =
        IntStream.range(0, 20)
            .<UniAssertSubscriber<?>>mapToObj(i -> ask(table(lookups, i)))
            .toList();
    await().untilAsserted(() -> assertThat(held).hasSize(4));

    // When
    SluiceException refused = failure(table(lookups, 20));

    // Then
    assertThat(refused.code()).isEqualTo(ErrorCode.QUEUE_FULL);
    assertThat(refused.retryAfter()).isPresent();
    assertThat(held).hasSize(4);
    await()
        .untilAsserted(
            () -> {
              held.forEach(request -> answer(request, "{\"id\": \"in.c-a.t\"}"));
              callers.forEach(UniAssertSubscriber::assertCompleted);
            });
    server.on("/v2/storage/tables/in.c-a.t20", "{\"id\": \"in.c-a.t\"}");
    assertThat(now(table(lookups, 20)).id()).isEqualTo("in.c-a.t");
  }

  @Test
  void exportsGoOnWhileEveryLookupIsStuck() {
    // Given
    IntStream.range(0, 300).forEach(i -> server.on("/v2/storage/tables/in.c-a.t" + i, held::add));
    server.on("/v2/storage/jobs/7", "{\"id\": 7, \"status\": \"waiting\"}");
    Connections connections = connections();
    IntStream.range(0, 300).forEach(i -> ask(table(connections.lookups("default"), i)));
    IntStream.range(0, 300).forEach(i -> ask(table(connections.lookups("other"), i)));
    await().untilAsserted(() -> assertThat(held).hasSize(8));

    // When
    List<UniAssertSubscriber<?>> exports =
        IntStream.range(0, 64)
            .<UniAssertSubscriber<?>>mapToObj(i -> ask(connections.get("default").job(7)))
            .toList();

    // Then
    exports.forEach(export -> export.awaitItem(Duration.ofSeconds(5)));
  }

  @Test
  void aStuckLookupFreesItsPlaceAfterItsLimit() {
    // Given
    IntStream.range(0, 4).forEach(i -> server.on("/v2/storage/tables/in.c-a.t" + i, held::add));
    server.on(BUCKETS, ONE_BUCKET);
    Lookups lookups = lookups();
    List<UniAssertSubscriber<?>> stuck =
        IntStream.range(0, 4)
            .<UniAssertSubscriber<?>>mapToObj(i -> ask(table(lookups, i)))
            .toList();
    await().untilAsserted(() -> assertThat(held).hasSize(4));
    time.advance(Duration.ofSeconds(4));
    UniAssertSubscriber<?> waiting = ask(lookups.buckets());

    // When
    time.advance(Duration.ofSeconds(26));

    // Then
    stuck.forEach(caller -> caller.awaitFailure(SOON));
    waiting.awaitItem(SOON);
  }

  @Test
  void whatIsKeptHasBounds() {
    // Given
    IntStream.range(0, 3)
        .forEach(i -> server.on("/v2/storage/tables/in.c-a.t" + i, "{\"id\": \"in.c-a.t\"}"));
    server.on(
        BUCKETS, "[{\"id\": \"in.c-shop\", \"description\": \"%s\"}]".formatted("x".repeat(900)));
    Lookups lookups =
        server.connections(TestStorageConfig.quick().keeping(2, 2_000), time).lookups("default");
    IntStream.range(0, 3).forEach(i -> now(table(lookups, i)));
    now(lookups.buckets());
    now(lookups.buckets());

    // When
    now(table(lookups, 2));
    now(table(lookups, 0));

    // Then
    assertThat(server.heard())
        .extracting(heard -> heard.uri().replaceAll(".*/", ""))
        .containsExactly("in.c-a.t0", "in.c-a.t1", "in.c-a.t2", "buckets", "buckets", "in.c-a.t0");
  }

  @Test
  void whoDecidesByTheAnswerAsksAnew() {
    // Given
    server.on("/v2/storage/tables", "[]");
    Connections connections = connections();
    now(connections.lookups("default").tables(Optional.empty()));
    server.on("/v2/storage/tables", "[{\"id\": \"in.c-a.t\"}]");

    // When
    List<Table> fresh = now(connections.freshLookups("default").tables(Optional.empty()));

    // Then
    assertThat(fresh).hasSize(1);
    assertThat(now(connections.lookups("default").tables(Optional.empty()))).isEmpty();
  }

  private Connections connections() {
    return server.connections(TestStorageConfig.quick(), time);
  }

  private Lookups lookups() {
    return connections().lookups("default");
  }

  private static void answer(HttpServerRequest request, String json) {
    if (!request.response().ended()) {
      request.response().end(json);
    }
  }

  private static Uni<Table> table(Lookups lookups, int number) {
    return lookups.table(TableId.parse("in.c-a.t" + number), OptionalLong.empty());
  }

  private static <T> UniAssertSubscriber<T> ask(Uni<T> lookup) {
    return lookup.subscribe().withSubscriber(UniAssertSubscriber.create());
  }

  private static <T> T now(Uni<T> lookup) {
    return lookup.await().atMost(SOON);
  }

  private static SluiceException failure(Uni<?> lookup) {
    return catchThrowableOfType(SluiceException.class, () -> now(lookup));
  }
}

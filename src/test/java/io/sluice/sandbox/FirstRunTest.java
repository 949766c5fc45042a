package io.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sandbox.config.SandboxConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample export of a first start, against a gateway that answers as the contract says. */
class FirstRunTest {
  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger polls = new AtomicInteger();
  private String lastState = "succeeded";
  private String gateway;

  @BeforeEach
  void listen() {
    Router router = Router.router(vertx);
    router
        .post("/v1/exports")
        .handler(context -> context.response().setStatusCode(202).end("{\"id\":\"e1\"}"));
    router
        .get("/v1/exports/e1")
        .handler(
            context -> context.json(export(polls.incrementAndGet() < 2 ? "merging" : lastState)));
    HttpServer server =
        join(vertx.createHttpServer().requestHandler(router).listen(0, "localhost"));
    gateway = "http://localhost:" + server.actualPort();
  }

  @AfterEach
  void close() {
    join(vertx.close());
  }

  private static JsonObject export(String state) {
    return new JsonObject()
        .put("id", "e1")
        .put("state", state)
        .put("createdAt", "2026-11-01T00:00:00Z")
        .put("finishedAt", "2026-11-01T00:00:02.500Z")
        .put(
            "result",
            new JsonObject().put("location", "file:///data/orders.parquet").put("rows", 200_000))
        .put("error", new JsonObject().put("detail", "why"));
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private FirstRun firstRun() {
    return new FirstRun(vertx, SandboxConfig.defaults());
  }

  @Test
  void tellsWhereTheFileLiesHowManyRowsItHasAndWhatToTry() {
    // When
    String story = join(firstRun().export(gateway));

    // Then
    assertThat(story)
        .contains("file:///data/orders.parquet", "200000", "in 2.5 s")
        .contains("curl -s " + gateway + "/v1/exports -H", "{\"table\": \"in.c-shop.orders\"}")
        .contains("curl -sN " + gateway + "/v1/exports/e1/events")
        .contains("curl -s -o orders.parquet " + gateway + "/v1/exports/e1/file");
    assertThat(polls).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"failed", "cancelled"})
  void anExportThatDoesNotSucceedIsNoStory(String state) {
    // Given
    lastState = state;

    // When
    Throwable failure =
        firstRun()
            .export(gateway)
            .transform(done -> Future.succeededFuture(done.cause()))
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(10, TimeUnit.SECONDS)
            .join();

    // Then
    assertThat(failure).hasMessageContaining(state).hasMessageContaining("why");
  }
}

package io.sluice.sandbox;

import io.quarkus.vertx.http.HttpServerStart;
import io.sluice.sandbox.config.SandboxConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Duration;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Shows a newcomer that it works: after the start one sample table is exported through the
 * gateway's own HTTP API, and where its file lies is printed with three lines to try.
 */
@ApplicationScoped
class FirstRun {
  private static final Logger LOG = Logger.getLogger(FirstRun.class);
  private static final String TABLE = "in.c-shop.orders";
  private static final String EXPORTS = "/v1/exports";
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled");

  private final Vertx vertx;
  private final SandboxConfig options;

  FirstRun(Vertx vertx, SandboxConfig options) {
    this.vertx = vertx;
    this.options = options;
  }

  void listening(@ObservesAsync HttpServerStart start) {
    if (options.firstRun()) {
      export("http://localhost:" + start.options().getPort())
          .onSuccess(LOG::info)
          .onFailure(failure -> LOG.warnf("No sample export: %s", failure.getMessage()));
    }
  }

  /** What to print once the export has ended well; fails where it did not. */
  Future<String> export(String gateway) {
    WebClient client = WebClient.create(vertx);
    return client
        .postAbs(gateway + EXPORTS)
        .sendJsonObject(new JsonObject().put("table", TABLE))
        .map(FirstRun::accepted)
        .compose(id -> ended(client, gateway + EXPORTS + "/" + id))
        .map(export -> story(gateway, export))
        .onComplete(done -> client.close());
  }

  private static String accepted(HttpResponse<Buffer> answer) {
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException("the gateway answered " + answer.statusCode());
    }
    return answer.bodyAsJsonObject().getString("id");
  }

  private Future<JsonObject> ended(WebClient client, String export) {
    return client
        .getAbs(export)
        .send()
        .map(HttpResponse::bodyAsJsonObject)
        .compose(
            state ->
                ENDED.contains(state.getString("state"))
                    ? Future.succeededFuture(state)
                    : pause().compose(waited -> ended(client, export)));
  }

  private Future<Void> pause() {
    Promise<Void> pause = Promise.promise();
    vertx.setTimer(POLL.toMillis(), timer -> pause.complete());
    return pause.future();
  }

  private static String story(String gateway, JsonObject export) {
    if (!export.getString("state").equals("succeeded")) {
      throw new IllegalStateException(
          "it " + export.getString("state") + ", " + export.getValue("error"));
    }
    JsonObject result = export.getJsonObject("result");
    Duration took =
        Duration.between(export.getInstant("createdAt"), export.getInstant("finishedAt"));
    return """
        Sluice works: %s was exported from the sandbox in %.1f s
          file    %s
          rows    %d
        Try it yourself:
          submit  curl -s %s/v1/exports -H 'Content-Type: application/json' -d '{"table": "%s"}'
          watch   curl -sN %s/v1/exports/%s/events
          fetch   curl -s -o orders.parquet %s/v1/exports/%s/file"""
        .formatted(
            TABLE,
            took.toMillis() / 1_000.0,
            result.getString("location"),
            result.getLong("rows"),
            gateway,
            TABLE,
            gateway,
            export.getString("id"),
            gateway,
            export.getString("id"));
  }
}

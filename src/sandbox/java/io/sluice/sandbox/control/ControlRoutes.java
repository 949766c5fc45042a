package io.sluice.sandbox.control;

import io.sluice.sandbox.cloud.Lending;
import io.sluice.sandbox.storage.Project;
import io.sluice.sandbox.storage.Token;
import io.sluice.sandbox.storage.Tokens;
import io.sluice.sandbox.wire.Faults;
import io.sluice.sandbox.wire.PhpJson;
import io.sluice.sandbox.wire.RequestLog;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Optional;

/**
 * For rehearsals, below the sandbox's base, without a token:
 *
 * <ul>
 *   <li>{@code GET, POST, DELETE /faults}: the rules in force; adds one; ends all
 *   <li>{@code GET, DELETE /requests}: what was asked, and which secrets came to where they must
 *       not
 *   <li>{@code POST /expire}: all credentials and signed addresses given so far end now
 *   <li>{@code POST /rows} with {@code {"token":…,"table":…,"append":10}}: writes to a table, which
 *       makes its cached exports stale
 * </ul>
 */
public final class ControlRoutes {
  private static final int LISTED_REQUESTS = 1_000;

  private final Faults faults;
  private final RequestLog log;
  private final Lending lending;
  private final Tokens tokens;

  public ControlRoutes(Faults faults, RequestLog log, Lending lending, Tokens tokens) {
    this.faults = faults;
    this.log = log;
    this.lending = lending;
    this.tokens = tokens;
  }

  /** Adds the addresses below the base. */
  public void mount(Router router, String base) {
    router.get(base + "/faults").handler(this::listFaults);
    router.post(base + "/faults").handler(BodyHandler.create(false)).handler(this::addFault);
    router.delete(base + "/faults").handler(this::clearFaults);
    router.get(base + "/requests").handler(this::listRequests);
    router.delete(base + "/requests").handler(this::clearRequests);
    router.post(base + "/expire").handler(this::expire);
    router.post(base + "/rows").handler(BodyHandler.create(false)).handler(this::append);
  }

  private void listFaults(RoutingContext context) {
    JsonArray rules = new JsonArray();
    faults.list().forEach(armed -> rules.add(FaultJson.of(armed.rule(), armed.hits())));
    answer(context, 200, new JsonObject().put("faults", rules));
  }

  private void addFault(RoutingContext context) {
    try {
      JsonObject none = new JsonObject();
      faults.add(FaultJson.rule(Optional.ofNullable(context.body().asJsonObject()).orElse(none)));
      listFaults(context);
    } catch (IllegalArgumentException unknown) {
      answer(context, 400, new JsonObject().put("error", unknown.getMessage()));
    } catch (DecodeException | ClassCastException malformed) {
      answer(
          context,
          400,
          new JsonObject()
              .put(
                  "error",
                  "A rule is a JSON object with numbers where numbers belong, such as"
                      + " {\"path\": \"/s3/**\", \"fault\": \"cut\", \"afterBytes\": 7000}"));
    }
  }

  private void clearFaults(RoutingContext context) {
    faults.clear();
    context.response().setStatusCode(204).end();
  }

  private void listRequests(RoutingContext context) {
    JsonArray requests = new JsonArray();
    var entries = log.entries();
    entries.subList(Math.max(0, entries.size() - LISTED_REQUESTS), entries.size()).stream()
        .map(ControlRoutes::json)
        .forEach(requests::add);
    answer(
        context,
        200,
        new JsonObject().put("requests", requests).put("leaks", new JsonArray(log.leaks())));
  }

  /** The names of the headers alone: their values hold secrets. */
  private static JsonObject json(RequestLog.Entry entry) {
    return new JsonObject()
        .put("method", entry.method())
        .put("path", entry.path())
        .put("headers", new JsonArray(entry.headers().names().stream().sorted().toList()))
        .put("range", entry.headers().get("Range"))
        .put("status", entry.status())
        .put("bytesSent", entry.bytesSent())
        .put("fault", entry.fault());
  }

  private void clearRequests(RoutingContext context) {
    log.clear();
    context.response().setStatusCode(204).end();
  }

  private void expire(RoutingContext context) {
    lending.expireAll();
    context.response().setStatusCode(204).end();
  }

  private void append(RoutingContext context) {
    JsonObject body = context.body().asJsonObject();
    Optional<Project> project = tokens.find(body.getString("token", "")).map(Token::project);
    String table = body.getString("table", "");
    if (project.isEmpty() || !project.get().has(table)) {
      answer(context, 404, new JsonObject().put("error", "No such token or table"));
      return;
    }
    project.get().append(table, body.getLong("append", 1L));
    answer(context, 200, new JsonObject().put("rows", project.get().snapshot(table).rowCount()));
  }

  private static void answer(RoutingContext context, int status, JsonObject body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(PhpJson.encode(body));
  }
}

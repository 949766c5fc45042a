package io.sluice.sandbox.storage;

import io.sluice.sandbox.cloud.Leaks;
import io.sluice.sandbox.wire.ErrorBodies;
import io.sluice.sandbox.wire.Gate;
import io.sluice.sandbox.wire.Reply;
import io.sluice.sandbox.wire.RequestLog;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;

/** The Storage API's addresses: what each answers, plain and below a branch. */
final class StorageRoutes {
  private static final String STORAGE = "/v2/storage";
  private static final String BRANCH = "/branch/:branch";
  private static final long BODY_LIMIT = 4L * 1024 * 1024;

  private final Tokens tokens;
  private final ExportRoutes exports;
  private final TableRoutes tables;
  private final RequestLog log;
  private final int jobsParallelism;

  StorageRoutes(
      Tokens tokens,
      ExportRoutes exports,
      TableRoutes tables,
      RequestLog log,
      int jobsParallelism) {
    this.tokens = tokens;
    this.exports = exports;
    this.tables = tables;
    this.log = log;
    this.jobsParallelism = jobsParallelism;
  }

  /** Adds the addresses; whatever is asked below them and is not there is a 404. */
  void mount(Router router, String base) {
    String storage = base + STORAGE;
    router.route(storage + "/*").handler(this::watch);
    router
        .route(HttpMethod.POST, storage + "/*")
        .handler(BodyHandler.create(false).setBodyLimit(BODY_LIMIT));
    router.get(storage).handler(guarded(this::index));
    router.get(storage + "/tokens/verify").handler(guarded(this::verify));
    // A job's address is never branch-scoped (storage-api.md 1.5).
    router.get(storage + "/jobs").handler(guarded(exports::jobs));
    router.get(storage + "/jobs/:job").handler(guarded(exports::job));
    for (String scope : List.of(storage, storage + BRANCH)) {
      router.post(scope + "/tables/:table/export-async").handler(guarded(exports::export));
      router.get(scope + "/files/:file").handler(guarded(exports::file));
      router.delete(scope + "/tables/:table/rows").handler(guarded(exports::deleteRows));
      router.get(scope + "/tables/:table/data-preview").handler(guarded(tables::preview));
      router.get(scope + "/tables/:table").handler(guarded(tables::table));
      router.get(scope + "/tables").handler(guarded(tables::tables));
      router.get(scope + "/buckets").handler(guarded(tables::buckets));
      router.get(scope + "/buckets/:bucket/tables").handler(guarded(tables::tablesOfBucket));
    }
    router
        .route(storage + "/*")
        .handler(context -> ErrorBodies.storage(context, 404, "notFound", "Route not found"));
  }

  private void watch(RoutingContext context) {
    Leaks.atStorage(context, log);
    context.next();
  }

  private static Handler<RoutingContext> guarded(Handler<RoutingContext> handler) {
    return context -> {
      try {
        handler.handle(context);
      } catch (StorageError error) {
        ErrorBodies.storage(context, error.status(), error.code(), error.getMessage());
      }
    };
  }

  /** Answers without a token, hence tells nothing of one (storage-api.md 8). */
  private void index(RoutingContext context) {
    Reply.json(
        context,
        200,
        new JsonObject()
            .put("api", "storage")
            .put("version", "v2")
            .put("revision", "sandbox")
            .put("services", new JsonArray())
            .put("features", new JsonArray()));
  }

  private void verify(RoutingContext context) {
    Token token = tokens.of(context.request());
    Reply.json(context, 200, TokenJson.of(token, jobsParallelism));
  }

  /** The API's address as the caller sees it. */
  static String address(RoutingContext context) {
    return Gate.origin(context) + STORAGE;
  }
}

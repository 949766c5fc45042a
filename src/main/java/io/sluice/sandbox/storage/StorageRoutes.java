package io.sluice.sandbox.storage;

import io.sluice.sandbox.SandboxOptions;
import io.sluice.sandbox.wire.ErrorBodies;
import io.sluice.sandbox.wire.Gate;
import io.sluice.sandbox.wire.Reply;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The Storage API's addresses below {@code /v2/storage}. */
final class StorageRoutes {
  private static final long BODY_LIMIT = 4L * 1024 * 1024;
  private static final String BRANCH = "/branch/:branch";

  private final SandboxOptions options;
  private final Tokens tokens;
  private final Jobs jobs;
  private final Files files;
  private final Exports exports;
  private final AtomicLong jobIds;

  StorageRoutes(
      SandboxOptions options,
      Tokens tokens,
      Jobs jobs,
      Files files,
      Exports exports,
      AtomicLong jobIds) {
    this.options = options;
    this.tokens = tokens;
    this.jobs = jobs;
    this.files = files;
    this.exports = exports;
    this.jobIds = jobIds;
  }

  /** Mounts the addresses; whatever is asked below the base and is not there is a 404. */
  void mount(Router router, String base) {
    router
        .route(HttpMethod.POST, base + "/*")
        .handler(BodyHandler.create(false).setBodyLimit(BODY_LIMIT));
    get(router, base, this::index);
    get(router, base + "/tokens/verify", this::verify);
    get(router, base + "/jobs/:job", this::job);
    for (String prefix : List.of(base, base + BRANCH)) {
      post(router, prefix + "/tables/:table/export-async", this::export);
      get(router, prefix + "/tables/:table", this::table);
      get(router, prefix + "/tables", this::tables);
      get(router, prefix + "/buckets", this::buckets);
      get(router, prefix + "/buckets/:bucket/tables", this::tablesOfBucket);
      get(router, prefix + "/files/:file", this::file);
    }
    router
        .route(base + "/*")
        .handler(context -> ErrorBodies.storage(context, 404, "notFound", "Route not found"));
  }

  private static void get(Router router, String path, Handler<RoutingContext> handler) {
    router.get(path).handler(context -> guarded(context, handler));
  }

  private static void post(Router router, String path, Handler<RoutingContext> handler) {
    router.post(path).handler(context -> guarded(context, handler));
  }

  private static void guarded(RoutingContext context, Handler<RoutingContext> handler) {
    try {
      handler.handle(context);
    } catch (StorageError error) {
      ErrorBodies.storage(context, error.status(), error.code(), error.getMessage());
    }
  }

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
    Reply.json(context, 200, TokenJson.of(token, options.job().parallelism()));
  }

  private void job(RoutingContext context) {
    Token token = tokens.of(context.request());
    Job job =
        jobs.find(number(context.pathParam("job")))
            .filter(known -> known.creator.project().equals(token.project()))
            .orElseThrow(() -> new StorageError(404, "storage.jobs.notFound", "Job not found"));
    job.polled();
    Reply.json(context, 200, JobJson.of(job, options.job().polls(), storage(context)));
  }

  private void export(RoutingContext context) {
    Asked asked = new Asked(context, tokens);
    Project.Stored table = asked.table();
    var query =
        new ExportParameters(
                body(context), table.snapshot().table(), asked.token().project().dialect())
            .query(options.refuseUnknownFields());
    String runId =
        context.request().headers().contains("X-KBC-RunId")
            ? context.request().getHeader("X-KBC-RunId")
            : "";
    Job job =
        new Job(
            jobIds.incrementAndGet(),
            asked.token(),
            table.snapshot().table().id(),
            "tableExport",
            OperationParameters.of(query),
            runId);
    var order = new Exports.Order(asked.token(), asked.branch(), table, query, runId);
    var ended = jobs.submit(job, () -> exports.run(order));
    if (options.job().endedInAnswer()) {
      ended.onComplete(end -> answer(context, job));
    } else {
      answer(context, job);
    }
  }

  private void answer(RoutingContext context, Job job) {
    Reply.json(context, 202, JobJson.of(job, options.job().polls(), storage(context)));
  }

  private static JsonObject body(RoutingContext context) {
    String type = context.request().getHeader("Content-Type");
    if (type != null && type.startsWith("application/x-www-form-urlencoded")) {
      return PhpForm.decode(context.request().formAttributes());
    }
    if (context.body().length() <= 0) {
      return new JsonObject();
    }
    try {
      return context.body().asString().strip().equals("[]")
          ? new JsonObject()
          : context.body().asJsonObject();
    } catch (DecodeException | ClassCastException notJson) {
      throw StorageError.invalid("Request body is not valid JSON");
    }
  }

  private void table(RoutingContext context) {
    Asked asked = new Asked(context, tokens);
    Reply.json(
        context,
        200,
        new TableJson(asked.token().project(), storage(context)).detail(asked.table()));
  }

  private void tables(RoutingContext context) {
    Asked asked = new Asked(context, tokens);
    list(context, asked, asked.token().project().tables());
  }

  private void tablesOfBucket(RoutingContext context) {
    Asked asked = new Asked(context, tokens);
    String bucket = asked.bucket(context.pathParam("bucket"));
    list(
        context,
        asked,
        asked.token().project().tables().stream()
            .filter(stored -> stored.snapshot().table().bucket().equals(bucket))
            .toList());
  }

  private void list(RoutingContext context, Asked asked, List<Project.Stored> tables) {
    TableJson json = new TableJson(asked.token().project(), storage(context));
    JsonArray list = new JsonArray();
    tables.stream()
        .filter(stored -> asked.token().mayRead(stored.snapshot().table().bucket()))
        .forEach(stored -> list.add(json.detail(stored)));
    Reply.json(context, 200, list);
  }

  private void buckets(RoutingContext context) {
    Asked asked = new Asked(context, tokens);
    TableJson json = new TableJson(asked.token().project(), storage(context));
    JsonArray list = new JsonArray();
    asked.token().project().buckets().stream()
        .filter(asked.token()::mayRead)
        .forEach(bucket -> list.add(json.bucket(bucket)));
    Reply.json(context, 200, list);
  }

  private void file(RoutingContext context) {
    Asked asked = new Asked(context, tokens);
    StorageFile file =
        files
            .find(number(context.pathParam("file")))
            .filter(known -> known.project().equals(asked.token().project()))
            .filter(known -> known.branch() == asked.branch())
            .orElseThrow(() -> new StorageError(404, "storage.files.notFound", "File not found"));
    if (!asked.token().mayRead(file.bucket())) {
      throw StorageError.accessDenied();
    }
    String federation = context.request().getParam("federationToken", "0");
    Reply.json(
        context,
        200,
        FileJson.of(
            file, Gate.origin(context), federation.equals("1") || federation.equals("true")));
  }

  private static String storage(RoutingContext context) {
    return Gate.origin(context) + "/v2/storage";
  }

  private static long number(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }
}

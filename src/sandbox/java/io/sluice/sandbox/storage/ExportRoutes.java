package io.sluice.sandbox.storage;

import io.sluice.sandbox.config.SandboxConfig;
import io.sluice.sandbox.unload.Query;
import io.sluice.sandbox.wire.Fault;
import io.sluice.sandbox.wire.Gate;
import io.sluice.sandbox.wire.Reply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** An export, the job that it is, and the file that it becomes. */
final class ExportRoutes {
  private static final String LISTED_JOBS = "20";

  private final SandboxConfig options;
  private final Tokens tokens;
  private final Jobs jobs;
  private final Files files;
  private final Exports exports;
  private final AtomicLong jobIds;

  ExportRoutes(
      SandboxConfig options,
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

  void export(RoutingContext context) {
    Asked asked = new Asked(context, tokens);
    JsonObject body = RequestBody.of(context);
    Project.Stored table =
        asked.tableOf(Optional.ofNullable(body.getValue("sourceBranchId")).map(Object::toString));
    Query query =
        new ExportParameters(body, table.snapshot().table(), asked.token().project().dialect())
            .query(options.refuseUnknownFields());
    Job job = newJob(asked, table, "tableExport", OperationParameters.of(query));
    var order =
        new Exports.Order(
            asked.token(), asked.branch(), table, query, job.runId, Gate.origin(context));
    accept(context, job, jobs.submit(job, () -> exports.run(order)));
  }

  void deleteRows(RoutingContext context) {
    Asked asked = new Asked(context, tokens);
    Project.Stored table = asked.table();
    Job job = newJob(asked, table, "tableRowsDelete", new JsonObject());
    Future<Void> ended =
        jobs.submit(
            job,
            () -> {
              asked.token().project().deleteRows(job.tableId);
              return Future.succeededFuture(Job.Outcome.success(new JsonObject(), 0));
            });
    accept(context, job, ended);
  }

  private Job newJob(Asked asked, Project.Stored table, String operation, JsonObject parameters) {
    return new Job(
        jobIds.incrementAndGet(),
        asked.token(),
        table.snapshot().table().id(),
        operation,
        parameters,
        asked.runId());
  }

  private void accept(RoutingContext context, Job job, Future<Void> ended) {
    if (options.job().endedInAnswer()) {
      ended.onComplete(end -> Reply.json(context, 202, json(context, job)));
    } else {
      Reply.json(context, 202, json(context, job));
    }
  }

  private JsonObject json(RoutingContext context, Job job) {
    return JobJson.of(job, options.job().polls(), StorageRoutes.address(context));
  }

  void job(RoutingContext context) {
    Token token = tokens.of(context.request());
    Job job =
        jobs.find(number(context.pathParam("job")))
            .filter(known -> known.creator.project().equals(token.project()))
            .orElseThrow(() -> new StorageError(404, "storage.jobs.notFound", "Job not found"));
    job.polled();
    JsonObject json = json(context, job);
    if (Gate.fault(context).orElse(null) instanceof Fault.OddJob odd) {
      json.put("status", odd.status()).put("results", new JsonArray());
    }
    Reply.json(context, 200, json);
  }

  void jobs(RoutingContext context) {
    Token token = tokens.of(context.request());
    JsonArray list = new JsonArray();
    jobs.of(token.project()).stream()
        .skip(Math.max(0, number(context.request().getParam("offset", "0"))))
        .limit(Math.max(1, number(context.request().getParam("limit", LISTED_JOBS))))
        .forEach(job -> list.add(json(context, job)));
    Reply.json(context, 200, list);
  }

  void file(RoutingContext context) {
    Asked asked = new Asked(context, tokens);
    Optional<StorageFile> file =
        files
            .find(number(context.pathParam("file")))
            .filter(known -> known.project().equals(asked.token().project()))
            .filter(known -> known.branch() == asked.branch());
    if (file.isEmpty()) {
      throw new StorageError(404, "storage.files.notFound", "File not found");
    } else if (!asked.token().mayRead(file.get().bucket())) {
      throw StorageError.accessDenied();
    }
    String federation = context.request().getParam("federationToken", "0");
    boolean withCredentials = federation.equals("1") || federation.equals("true");
    Reply.json(context, 200, FileJson.of(file.get(), Gate.origin(context), withCredentials));
  }

  private static long number(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }
}

package io.sluice.sandbox.storage;

import io.sluice.sandbox.unload.Preview;
import io.sluice.sandbox.unload.Query;
import io.sluice.sandbox.wire.Reply;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** What tables and buckets there are (storage-api.md 8). */
final class TableRoutes {
  private static final int PREVIEW_COLUMNS = 100;

  private final Tokens tokens;
  private final WorkerExecutor workers;

  TableRoutes(Tokens tokens, WorkerExecutor workers) {
    this.tokens = tokens;
    this.workers = workers;
  }

  void table(RoutingContext context) {
    Asked asked = new Asked(context, tokens);
    Reply.json(context, 200, json(context, asked).detail(asked.table()));
  }

  void tables(RoutingContext context) {
    Asked asked = new Asked(context, tokens);
    list(context, asked, asked.token().project().tables());
  }

  void tablesOfBucket(RoutingContext context) {
    Asked asked = new Asked(context, tokens);
    String bucket = asked.bucket(context.pathParam("bucket"));
    list(
        context,
        asked,
        asked.token().project().tables().stream()
            .filter(stored -> stored.snapshot().table().bucket().equals(bucket))
            .toList());
  }

  private static void list(RoutingContext context, Asked asked, List<Project.Stored> tables) {
    TableJson json = json(context, asked);
    JsonArray list = new JsonArray();
    tables.stream()
        .filter(stored -> asked.token().mayRead(stored.snapshot().table().bucket()))
        .forEach(stored -> list.add(json.detail(stored)));
    Reply.json(context, 200, list);
  }

  void buckets(RoutingContext context) {
    Asked asked = new Asked(context, tokens);
    TableJson json = json(context, asked);
    JsonArray list = new JsonArray();
    asked.token().project().buckets().stream()
        .filter(asked.token()::mayRead)
        .forEach(bucket -> list.add(json.bucket(bucket)));
    Reply.json(context, 200, list);
  }

  /** At once, and with a line of names, unlike an export. */
  void preview(RoutingContext context) {
    Asked asked = new Asked(context, tokens);
    Project.Stored table = asked.table();
    JsonObject parameters = new JsonObject();
    context.request().params().forEach(entry -> parameters.put(entry.getKey(), entry.getValue()));
    parameters.remove("table");
    parameters.remove("branch");
    Query query =
        new ExportParameters(
                parameters, table.snapshot().table(), asked.token().project().dialect())
            .query(false);
    if (query.columns().size() > PREVIEW_COLUMNS) {
      throw new StorageError(
          400,
          "storage.maxNumberOfColumnsExceed",
          "Maximum number of columns for data preview is " + PREVIEW_COLUMNS);
    }
    workers
        .executeBlocking(() -> Preview.csv(table.snapshot(), query), false)
        .onFailure(context::fail)
        .onSuccess(csv -> Reply.text(context, 200, "text/csv", Buffer.buffer(csv)));
  }

  private static TableJson json(RoutingContext context, Asked asked) {
    return new TableJson(asked.token().project(), StorageRoutes.address(context));
  }
}

package io.sluice.sandbox.storage;

import io.sluice.sandbox.unload.Query;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** What a job says of its order: the columns are explicit (storage-api.md 1.3). */
final class OperationParameters {
  private OperationParameters() {}

  static JsonObject of(Query query) {
    JsonArray filters = new JsonArray();
    query
        .where()
        .forEach(
            where ->
                filters.add(
                    new JsonObject()
                        .put("column", where.column())
                        .put("operator", where.operator().name().toLowerCase(Locale.ROOT))
                        .put("values", new JsonArray(where.values()))));
    JsonObject export =
        new JsonObject()
            .putNull("tableName")
            .put("columns", new JsonArray(query.columns()))
            .put("limit", query.limit().isPresent() ? query.limit().getAsLong() : null)
            .put("changedSince", query.changedSince().map(at -> at.getEpochSecond()).orElse(null))
            .put("changedUntil", query.changedUntil().map(at -> at.getEpochSecond()).orElse(null))
            .put("gzipOutput", query.gzip())
            .put("format", "rfc")
            .put("whereFilters", filters)
            .put("fileType", query.fileType().name().toLowerCase(Locale.ROOT))
            .put("timezone", query.timezone().orElse(null));
    return new JsonObject().put("export", export).put("queue", "main_fast");
  }
}

package io.sluice.storage.project;

import io.sluice.storage.ExportOptions;
import io.sluice.storage.ExportOptions.OrderBy;
import io.sluice.storage.ExportOptions.WhereFilter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** The JSON body of an export (storage-api.md 1.1): documented fields only, gzip always. */
public final class ExportBody {
  private ExportBody() {}

  public static JsonObject of(ExportOptions options) {
    JsonObject body = new JsonObject().put("fileType", lower(options.fileType())).put("gzip", true);
    if (!options.columns().isEmpty()) {
      body.put("columns", String.join(",", options.columns()));
    }
    if (!options.whereFilters().isEmpty()) {
      body.put(
          "whereFilters", array(options.whereFilters().stream().map(ExportBody::filter).toList()));
    }
    if (!options.orderBy().isEmpty()) {
      body.put("orderBy", array(options.orderBy().stream().map(ExportBody::order).toList()));
    }
    options.changedSince().ifPresent(time -> body.put("changedSince", time.getEpochSecond()));
    options.changedUntil().ifPresent(time -> body.put("changedUntil", time.getEpochSecond()));
    options.limit().ifPresent(rows -> body.put("limit", rows));
    return body;
  }

  private static JsonObject filter(WhereFilter filter) {
    JsonObject json =
        new JsonObject()
            .put("column", filter.column())
            .put("operator", lower(filter.operator()))
            .put("values", array(filter.values()));
    filter.dataType().ifPresent(type -> json.put("dataType", type.name()));
    return json;
  }

  private static JsonObject order(OrderBy order) {
    JsonObject json =
        new JsonObject().put("column", order.column()).put("order", order.order().name());
    order.dataType().ifPresent(type -> json.put("dataType", type.name()));
    return json;
  }

  private static JsonArray array(List<?> items) {
    return new JsonArray(items);
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}

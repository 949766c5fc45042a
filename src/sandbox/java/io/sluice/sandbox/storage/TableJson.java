package io.sluice.sandbox.storage;

import io.sluice.sandbox.data.SampleColumn;
import io.sluice.sandbox.data.SampleTable;
import io.sluice.sandbox.unload.Dialect;
import io.sluice.sandbox.wire.PhpJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tables and buckets as the API shows them (storage-api.md 8). */
final class TableJson {
  private static final long BYTES_PER_CELL = 8;

  private final Project project;
  private final String storage;

  /**
   * @param storage the Storage API's address as the caller sees it
   */
  TableJson(Project project, String storage) {
    this.project = project;
    this.storage = storage;
  }

  JsonObject detail(Project.Stored stored) {
    SampleTable table = stored.snapshot().table();
    JsonObject json = summary(stored);
    json.put("columns", new JsonArray(table.columnNames()));
    if (table.typed()) {
      json.put("definition", definition(table));
    }
    json.put("metadata", new JsonArray());
    json.put("columnMetadata", PhpJson.map(columnMetadata(table)));
    json.put("bucket", bucket(table.bucket()));
    return json;
  }

  JsonObject summary(Project.Stored stored) {
    SampleTable table = stored.snapshot().table();
    long rows = stored.snapshot().rowCount();
    return new JsonObject()
        .put("uri", storage + "/tables/" + table.id())
        .put("id", table.id())
        .put("name", table.name())
        .put("displayName", table.name())
        .put("transactional", false)
        .put("primaryKey", new JsonArray(table.primaryKey()))
        .put("indexType", null)
        .put("created", Times.text(SampleTable.FIRST_IMPORT))
        .put("lastImportDate", Times.text(lastImport(stored)))
        .put("lastChangeDate", Times.text(lastImport(stored)))
        .put("rowsCount", rows)
        .put("dataSizeBytes", rows * table.columns().size() * BYTES_PER_CELL)
        .put("isAlias", false)
        .put("isAliasable", true)
        .put("isTyped", table.typed())
        .put("tableType", "table");
  }

  private static Instant lastImport(Project.Stored stored) {
    return stored.snapshot().rowCount() == 0
        ? SampleTable.FIRST_IMPORT
        : stored.snapshot().importedAt(stored.snapshot().endRow() - 1);
  }

  JsonObject bucket(String id) {
    return new JsonObject()
        .put("uri", storage + "/buckets/" + id)
        .put("id", id)
        .put("name", id.substring(id.indexOf('.') + 1))
        .put("displayName", id.substring(id.indexOf('.') + 3))
        .put("stage", id.substring(0, id.indexOf('.')))
        .put("description", "Sample tables of the sandbox")
        .put("created", Times.text(SampleTable.FIRST_IMPORT))
        .put("lastChangeDate", Times.text(SampleTable.FIRST_IMPORT))
        .put("isReadOnly", false)
        .put("backend", project.backend())
        .put("sharing", null)
        .put("hasExternalSchema", false);
  }

  private JsonObject definition(SampleTable table) {
    JsonArray columns = new JsonArray();
    for (SampleColumn column : table.columns()) {
      JsonObject type = new JsonObject().put("type", typeName(column));
      type.put("nullable", column.nullable());
      if (!column.length().isEmpty() && project.dialect() == Dialect.SNOWFLAKE) {
        type.put("length", column.length());
      }
      columns.add(
          new JsonObject()
              .put("name", column.name())
              .put("definition", type)
              .put("basetype", column.type().name())
              .put("canBeFiltered", true));
    }
    return new JsonObject()
        .put("primaryKeysNames", new JsonArray(table.primaryKey()))
        .put("columns", columns);
  }

  private Map<String, JsonArray> columnMetadata(SampleTable table) {
    Map<String, JsonArray> metadata = new LinkedHashMap<>();
    long id = 1000;
    for (SampleColumn column : table.columns()) {
      JsonArray entries = new JsonArray();
      for (List<String> entry : entries(column)) {
        entries.add(
            new JsonObject()
                .put("id", Long.toString(id++))
                .put("key", "KBC.datatype." + entry.get(0))
                .put("value", entry.get(1))
                .put("provider", table.typed() ? "storage" : "keboola.snowflake-transformation")
                .put("timestamp", Times.text(SampleTable.FIRST_IMPORT)));
      }
      metadata.put(column.name(), entries);
    }
    return metadata;
  }

  private List<List<String>> entries(SampleColumn column) {
    List<List<String>> entries =
        new ArrayList<>(
            List.of(
                List.of("type", typeName(column)),
                List.of("basetype", column.type().name()),
                List.of("nullable", column.nullable() ? "1" : "0")));
    if (!column.length().isEmpty()) {
      entries.add(List.of("length", column.length()));
    }
    return entries;
  }

  private String typeName(SampleColumn column) {
    return project.dialect() == Dialect.BIGQUERY ? column.type().bigQuery() : column.declared();
  }
}

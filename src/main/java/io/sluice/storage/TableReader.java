package io.sluice.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.storage.Table.Column;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A table with its columns' declared types (storage-api.md 8). */
final class TableReader {
  private static final String PREFIX = "KBC.datatype.";

  private final StorageErrors errors;

  TableReader(StorageErrors errors) {
    this.errors = errors;
  }

  Table read(JsonNode json) {
    String id = Json.word(json, "id").orElseThrow(() -> errors.notUnderstood("a table without id"));
    Map<String, JsonNode> definitions =
        Json.items(json.path("definition"), "columns")
            .collect(
                Collectors.toMap(
                    column -> column.path("name").asText(), Function.identity(), (a, b) -> a));
    List<Column> columns =
        Json.words(json, "columns").map(name -> column(json, definitions, name)).toList();
    return new Table(
        id,
        Json.word(json, "name").orElse(id),
        Json.flag(json, "isTyped"),
        Json.words(json, "primaryKey").toList(),
        Json.number(json, "rowsCount"),
        Json.number(json, "dataSizeBytes"),
        Json.word(json, "lastImportDate"),
        columns);
  }

  private static Column column(JsonNode json, Map<String, JsonNode> definitions, String name) {
    JsonNode definition = definitions.getOrDefault(name, MissingNode.getInstance());
    if (definition.path("definition").isObject()) {
      return defined(name, definition);
    }
    JsonNode own = json.path("columnMetadata").path(name);
    JsonNode source = json.path("sourceTable").path("columnMetadata").path(name);
    return described(name, declaresType(own) ? own : source);
  }

  private static Column defined(String name, JsonNode column) {
    JsonNode definition = column.path("definition");
    return new Column(
        name,
        Json.word(column, "basetype"),
        Json.word(definition, "type"),
        Json.word(definition, "length"),
        !definition.has("nullable") || Json.flag(definition, "nullable"));
  }

  private static Column described(String name, JsonNode metadata) {
    return new Column(
        name,
        value(metadata, "basetype"),
        value(metadata, "type"),
        value(metadata, "length"),
        value(metadata, "nullable")
            .map(text -> !text.equals("0") && !text.equals("false"))
            .orElse(true));
  }

  private static boolean declaresType(JsonNode metadata) {
    return value(metadata, "basetype").isPresent() || value(metadata, "type").isPresent();
  }

  /** What a person said ({@code user}) is trusted more than what a component found out. */
  private static Optional<String> value(JsonNode metadata, String key) {
    List<JsonNode> said =
        Json.items(metadata)
            .filter(item -> item.path("key").asText().equals(PREFIX + key))
            .toList();
    return said.stream()
        .filter(item -> item.path("provider").asText().equals("user"))
        .findFirst()
        .or(() -> said.stream().findFirst())
        .flatMap(item -> Json.word(item, "value"));
  }
}

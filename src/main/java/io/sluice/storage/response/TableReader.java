package io.sluice.storage.response;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.storage.Table;
import io.sluice.storage.Table.Column;
import io.sluice.storage.wire.Json;
import io.sluice.storage.wire.StorageErrors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table with its columns' declared types (storage-api.md 8). */
public final class TableReader {
  private static final String PREFIX = "KBC.datatype.";

  private final StorageErrors errors;

  public TableReader(StorageErrors errors) {
    this.errors = errors;
  }

  public Table read(JsonNode json) {
    String id =
        errors.name(
            Json.word(json, "id").orElseThrow(() -> errors.notUnderstood("a table without id")),
            "a table");
    Map<String, JsonNode> definitions =
        Json.items(json.path("definition"), "columns")
            .collect(
                Collectors.toMap(
                    column -> column.path("name").asText(), Function.identity(), (a, b) -> a));
    List<String> names = columnNames(json, "columns").toList();
    if (names.size() != Set.copyOf(names).size()) {
      throw errors.notUnderstood("table " + id + " has two columns of one name");
    }
    List<Column> columns = names.stream().map(name -> column(json, definitions, name)).toList();
    return new Table(
        id,
        said(json, "name").orElse(id),
        Json.flag(json, "isTyped"),
        columnNames(json, "primaryKey").toList(),
        Json.number(json, "rowsCount"),
        Json.number(json, "dataSizeBytes"),
        said(json, "lastImportDate"),
        columns);
  }

  private Stream<String> columnNames(JsonNode json, String field) {
    return Json.words(json, field).map(name -> errors.name(name, "a column"));
  }

  private Column column(JsonNode json, Map<String, JsonNode> definitions, String name) {
    JsonNode definition = definitions.getOrDefault(name, MissingNode.getInstance());
    if (definition.path("definition").isObject()) {
      return defined(name, definition);
    }
    JsonNode own = json.path("columnMetadata").path(name);
    JsonNode source = json.path("sourceTable").path("columnMetadata").path(name);
    return described(name, declaresType(own) ? own : source);
  }

  private Column defined(String name, JsonNode column) {
    JsonNode definition = column.path("definition");
    return new Column(
        name,
        said(column, "basetype"),
        said(definition, "type"),
        said(definition, "length"),
        !definition.has("nullable") || Json.flag(definition, "nullable"));
  }

  private Column described(String name, JsonNode metadata) {
    List<JsonNode> said = trusted(metadata);
    return new Column(
        name,
        value(said, "basetype"),
        value(said, "type"),
        value(said, "length"),
        value(said, "nullable")
            .map(text -> !text.equals("0") && !text.equals("false"))
            .orElse(true));
  }

  private static boolean declaresType(JsonNode metadata) {
    return !trusted(metadata).isEmpty();
  }

  /**
   * What one provider said, because a length of one does not belong to another's type: a person
   * ({@code user}) is trusted more than the components, and of those the first.
   */
  private static List<JsonNode> trusted(JsonNode metadata) {
    List<String> providers =
        Json.items(metadata)
            .filter(item -> isAbout(item, "basetype") || isAbout(item, "type"))
            .map(TableReader::provider)
            .toList();
    if (providers.isEmpty()) {
      return List.of();
    }
    String trusted = providers.contains("user") ? "user" : providers.get(0);
    return Json.items(metadata).filter(item -> provider(item).equals(trusted)).toList();
  }

  private static boolean isAbout(JsonNode item, String key) {
    return item.path("key").asText().equals(PREFIX + key);
  }

  private static String provider(JsonNode item) {
    return item.path("provider").asText();
  }

  private Optional<String> value(List<JsonNode> said, String key) {
    return said.stream()
        .filter(item -> isAbout(item, key))
        .findFirst()
        .flatMap(item -> said(item, "value"));
  }

  private Optional<String> said(JsonNode json, String field) {
    return errors.heard(json, field).map(Object::toString);
  }
}

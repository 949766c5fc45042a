package io.sluice.sandbox.storage;

import io.sluice.sandbox.data.SampleTable;
import io.sluice.sandbox.unload.Dialect;
import io.sluice.sandbox.unload.FileType;
import io.sluice.sandbox.unload.Query;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads and checks the parameters of an export as the API does (storage-api.md 1.1, 1.2). */
final class ExportParameters {
  private static final Set<String> KNOWN =
      Set.of(
          "limit",
          "columns",
          "changedSince",
          "changedUntil",
          "whereFilters",
          "whereColumn",
          "whereOperator",
          "whereValues",
          "orderBy",
          "format",
          "gzip",
          "fileType",
          "includeInternalTimestamp",
          "sourceBranchId",
          "timezone",
          "days",
          "fulltextSearch");

  private final JsonObject body;
  private final SampleTable table;
  private final Dialect dialect;

  ExportParameters(JsonObject body, SampleTable table, Dialect dialect) {
    this.body = body;
    this.table = table;
    this.dialect = dialect;
  }

  /**
   * The query that the parameters ask for.
   *
   * @throws StorageError where the API would refuse
   */
  Query query(boolean refuseUnknownFields) {
    if (refuseUnknownFields) {
      refuseUnknown();
    }
    checkFormat();
    return new Query(
        columns(),
        new WhereParameters(body, table, dialect).filters(),
        orderBy(),
        time("changedSince"),
        time("changedUntil"),
        limit(),
        fileType(),
        flag("gzip"),
        flag("includeInternalTimestamp") && dialect == Dialect.SNOWFLAKE,
        text("timezone"));
  }

  private void refuseUnknown() {
    body.fieldNames().stream()
        .filter(name -> !KNOWN.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw StorageError.invalid(
                  "Invalid parameters - " + name + ": This field was not expected.");
            });
  }

  private void checkFormat() {
    String format = text("format").orElse("rfc");
    if (!format.equals("rfc") && !format.equals("raw") && !format.equals("escaped")) {
      throw new StorageError(
          400, "storage.tables.validation.invalidFormat", "Invalid format " + format);
    }
  }

  private List<String> columns() {
    List<String> columns = new ArrayList<>();
    Object asked = body.getValue("columns");
    if (asked instanceof JsonArray list) {
      list.forEach(column -> columns.add(column.toString()));
    } else if (asked != null && !asked.toString().isEmpty()) {
      columns.addAll(List.of(asked.toString().split(",", -1)));
    }
    columns.forEach(column -> requireColumn(table, column));
    return columns.isEmpty() ? table.columnNames() : columns;
  }

  static void requireColumn(SampleTable table, String column) {
    if (table.indexOf(column) < 0) {
      throw new StorageError(
          400,
          "storage.tables.validation.columnNotExists",
          "Column " + column + " not found in table " + table.id());
    }
  }

  private List<Query.Sort> orderBy() {
    List<Query.Sort> sorts = new ArrayList<>();
    Object asked = body.getValue("orderBy");
    if (asked == null) {
      return sorts;
    }
    if (!(asked instanceof JsonArray list)) {
      throw StorageError.invalid(
          "Parameter \"orderBy\" should be an array, but parameter contains:\n"
              + Json.encode(asked));
    }
    for (Object item : list) {
      if (!(item instanceof JsonObject sort) || sort.getString("column") == null) {
        throw StorageError.invalid(
            "All items in param \"orderBy\" should be an arrays, but parameter contains:\n"
                + Json.encode(asked));
      }
      String column = sort.getString("column");
      requireColumn(table, column);
      String order = sort.getString("order", "ASC");
      if (!order.equals("ASC") && !order.equals("DESC")) {
        throw StorageError.invalid("Order direction " + order + " is not valid");
      }
      boolean numeric =
          WhereParameters.dataType(sort.getString("dataType"), dialect)
              || (table.typed() && table.column(column).type().numeric());
      sorts.add(new Query.Sort(column, order.equals("DESC"), numeric));
    }
    return sorts;
  }

  private Optional<Instant> time(String name) {
    return text(name)
        .filter(text -> !text.isEmpty())
        .map(
            text -> {
              try {
                return Instant.ofEpochSecond(Long.parseLong(text));
              } catch (NumberFormatException notSeconds) {
                throw StorageError.invalid(name + " is not a unix timestamp: " + text);
              }
            });
  }

  private OptionalLong limit() {
    Optional<String> text = text("limit").filter(value -> !value.isEmpty());
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!text.get().matches("\\d{1,18}")) {
      throw StorageError.invalid("limit must be a positive integer");
    }
    return OptionalLong.of(Long.parseLong(text.get()));
  }

  private FileType fileType() {
    return switch (text("fileType").orElse("csv")) {
      case "csv" -> FileType.CSV;
      case "parquet" -> FileType.PARQUET;
      default ->
          throw StorageError.invalid("fileType must be one of csv, parquet: " + text("fileType"));
    };
  }

  private boolean flag(String name) {
    return switch (text(name).orElse("0")) {
      case "1", "true" -> true;
      case "0", "false", "" -> false;
      default -> throw StorageError.invalid(name + " should be a boolean");
    };
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(body.getValue(name)).map(Object::toString);
  }
}

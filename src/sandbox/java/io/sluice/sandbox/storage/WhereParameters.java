package io.sluice.sandbox.storage;

import io.sluice.sandbox.data.SampleTable;
import io.sluice.sandbox.unload.Dialect;
import io.sluice.sandbox.unload.Query;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The filters of an export, new and old, with the API's own words where they are wrong. */
final class WhereParameters {
  private static final Set<String> SNOWFLAKE_TYPES = Set.of("INTEGER", "DOUBLE");
  private static final Set<String> BIGQUERY_TYPES =
      Set.of("INTEGER", "DOUBLE", "BIGINT", "REAL", "DECIMAL");

  private final JsonObject body;
  private final SampleTable table;
  private final Dialect dialect;

  WhereParameters(JsonObject body, SampleTable table, Dialect dialect) {
    this.body = body;
    this.table = table;
    this.dialect = dialect;
  }

  List<Query.Where> filters() {
    List<Query.Where> filters = new ArrayList<>();
    Object asked = body.getValue("whereFilters");
    if (asked != null) {
      if (!(asked instanceof JsonArray list)) {
        throw StorageError.invalid(
            "Parameter \"whereFilters\" should be an array, but parameter contains:\n"
                + Json.encode(asked));
      }
      for (Object item : list) {
        if (!(item instanceof JsonObject filter)) {
          throw StorageError.invalid(
              "All items in param \"whereFilters\" should be an arrays, but parameter contains:\n"
                  + Json.encode(asked));
        }
        filters.add(filter(filter));
      }
    }
    if (body.getValue("whereColumn") != null) {
      filters.add(
          filter(
              new JsonObject()
                  .put("column", body.getValue("whereColumn"))
                  .put("operator", body.getValue("whereOperator", "eq"))
                  .put("values", body.getValue("whereValues", new JsonArray()))));
    }
    return filters;
  }

  private Query.Where filter(JsonObject filter) {
    if (filter.getValue("column") == null) {
      throw StorageError.invalid("Missing column in whereFilters");
    }
    String column = filter.getValue("column").toString();
    ExportParameters.requireColumn(table, column);
    List<String> values = new ArrayList<>();
    if (filter.getValue("values") instanceof JsonArray list) {
      list.forEach(value -> values.add(String.valueOf(value)));
    }
    if (values.isEmpty()) {
      throw StorageError.invalid("Missing values in whereFilters for column " + column);
    }
    Object type = filter.getValue("dataType");
    boolean numeric =
        dataType(type == null ? null : type.toString(), dialect)
            || (table.typed() && table.column(column).type().numeric());
    return new Query.Where(column, operator(filter), values, numeric);
  }

  private static Query.Operator operator(JsonObject filter) {
    Object operator = filter.getValue("operator");
    return switch (operator == null || operator.equals("") ? "eq" : operator.toString()) {
      case "eq" -> Query.Operator.EQ;
      case "ne" -> Query.Operator.NE;
      case "gt" -> Query.Operator.GT;
      case "ge" -> Query.Operator.GE;
      case "lt" -> Query.Operator.LT;
      case "le" -> Query.Operator.LE;
      default -> throw StorageError.invalid("Invalid where operator " + operator);
    };
  }

  /** Whether a data type is asked for; all of them are numeric. */
  static boolean dataType(String name, Dialect dialect) {
    if (name == null || name.isEmpty()) {
      return false;
    }
    Set<String> known = dialect == Dialect.BIGQUERY ? BIGQUERY_TYPES : SNOWFLAKE_TYPES;
    if (!known.contains(name)) {
      throw StorageError.invalid("Data type " + name + " not recognized");
    }
    return true;
  }
}

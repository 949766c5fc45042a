package io.sluice.api.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.access.Caller;
import io.sluice.base.NearestName;
import io.sluice.base.SluiceException;
import io.sluice.base.TableId;
import io.sluice.catalog.Catalog;
import io.sluice.export.model.ChangeTime;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.ExportRequest.Compression;
import io.sluice.export.model.ExportRequest.DataType;
import io.sluice.export.model.ExportRequest.Direction;
import io.sluice.export.model.ExportRequest.FileType;
import io.sluice.export.model.ExportRequest.Merge;
import io.sluice.export.model.ExportRequest.Operator;
import io.sluice.export.model.ExportRequest.OrderBy;
import io.sluice.export.model.ExportRequest.Output;
import io.sluice.export.model.ExportRequest.Types;
import io.sluice.export.model.ExportRequest.WhereFilter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the body of an export's submission; every bad field is named at once. */
@ApplicationScoped
public class RequestReader {
  /** Stands for the table where none is named, so that all else is checked all the same. */
  static final TableId ANY_TABLE = TableId.parse("in.c-any.any");

  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

  /** Wrong spellings of operators that come up again and again. */
  private static final Map<String, String> OPERATOR_HINTS =
      Map.of(
          "in", "an operator; several values with eq mean IN: write eq",
          "notIn", "an operator; several values with ne mean NOT IN: write ne",
          "neq", "an operator: write ne");

  private static final Set<String> DESTINATIONS = Set.of("local");

  private final RequestLimitsConfig limits;
  private final Function<Caller, Set<String>> connections;

  @Inject
  public RequestReader(RequestLimitsConfig limits, Catalog catalog) {
    this(limits, catalog::connections);
  }

  RequestReader(RequestLimitsConfig limits, Function<Caller, Set<String>> connections) {
    this.limits = limits;
    this.connections = connections;
  }

  /** The request of a JSON body; fails with {@code invalid-request} or {@code malformed-json}. */
  public ExportRequest read(Caller caller, byte[] body) {
    return read(caller, JsonBody.parse(body));
  }

  /** The request that is JSON already; fails with {@code invalid-request}. */
  public ExportRequest read(Caller caller, JsonNode body) {
    JsonFieldReader fields = JsonFieldReader.of(body);
    ExportRequest request = request(caller, fields);
    fields.finish();
    return request;
  }

  private ExportRequest request(Caller caller, JsonFieldReader fields) {
    TableId table = table(fields).orElse(ANY_TABLE);
    return request(caller, fields, table, plain(table));
  }

  /** The table that the request names; none where it does not, which is noted. */
  Optional<TableId> table(JsonFieldReader fields) {
    Optional<String> text = fields.required("table");
    Optional<TableId> table = text.flatMap(TableId::find);
    if (text.isPresent() && table.isEmpty()) {
      fields.wrong("table", TableId.ADVICE);
    }
    return table;
  }

  /** Nothing but a table. */
  static ExportRequest plain(TableId table) {
    return new ExportRequest(
        table,
        "default",
        OptionalLong.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        OptionalLong.empty(),
        FileType.AUTO,
        new Output(fileName(table), Types.DECLARED, Merge.AUTO, Optional.empty(), "local"));
  }

  static String fileName(TableId table) {
    return table.name() + ".parquet";
  }

  /**
   * What the fields ask of that table, of connections that the caller sees; what they leave out is
   * the other request's, whose lists are shared and not copied.
   */
  ExportRequest request(
      Caller caller, JsonFieldReader fields, TableId table, ExportRequest otherwise) {
    OptionalLong branch = fields.whole("branch");
    List<String> columns = fields.names(limits.columns(), "columns");
    List<WhereFilter> filters =
        fields.objects(limits.filters(), this::whereFilter, "whereFilters", "where_filters");
    Optional<String> since = time(fields, "changedSince", "changed_since");
    Optional<String> until = time(fields, "changedUntil", "changed_until");
    List<OrderBy> orders = orders(fields);
    OptionalLong limit = fields.whole("limit");
    FileType type = fields.choice(FileType.class, FileType.AUTO, "fileType", "file_type");
    Output output = fields.object("output", given -> output(given, table));
    return new ExportRequest(
        table,
        connection(caller, fields, otherwise.connection()),
        fields.has("branch") ? branch : otherwise.branch(),
        fields.has("columns") ? columns : otherwise.columns(),
        fields.has("whereFilters", "where_filters") ? filters : otherwise.whereFilters(),
        fields.has("changedSince", "changed_since") ? since : otherwise.changedSince(),
        fields.has("changedUntil", "changed_until") ? until : otherwise.changedUntil(),
        fields.has("orderBy", "order_by") ? orders : otherwise.orderBy(),
        fields.has("limit") ? limit : otherwise.limit(),
        fields.has("fileType", "file_type") ? type : otherwise.fileType(),
        fields.has("output") ? output : otherwise.output());
  }

  private WhereFilter whereFilter(JsonFieldReader fields) {
    String column = fields.requiredText("column");
    Optional<Operator> operator = fields.optionalChoice(Operator.class, OPERATOR_HINTS, "operator");
    return new WhereFilter(
        column,
        operator.orElse(Operator.EQ),
        fields.someTexts(limits.filterValues(), "values"),
        fields.optionalChoice(DataType.class, "dataType", "data_type"));
  }

  private String connection(Caller caller, JsonFieldReader fields, String otherwise) {
    String value = fields.text("connection").orElse(otherwise);
    Set<String> known = connections.apply(caller);
    if (!known.contains(value)) {
      fields.wrong(
          "connection",
          () ->
              "\"%s\" is no connection of this gateway; %s".formatted(value, advice(value, known)));
    }
    return value;
  }

  /** Of the configured names the answer tells at most the one that was meant. */
  private static String advice(String written, Set<String> connections) {
    return connections.isEmpty()
        ? "set sluice.connections.%s.url and .token".formatted(written)
        : NearestName.of(written, connections)
            .map(near -> "did you mean \"" + near + "\"?")
            .orElse("GET /v1/connections lists those that there are");
  }

  private static String destination(JsonFieldReader fields) {
    String value = fields.text("destination").orElse("local");
    if (!DESTINATIONS.contains(value)) {
      fields.wrong(
          "destination",
          () ->
              "\"%s\" is no destination of this gateway; %s"
                  .formatted(value, NearestName.advice(value, DESTINATIONS)));
    }
    return value;
  }

  /** A column orders the rows once: its second mention could say nothing, or the opposite. */
  private List<OrderBy> orders(JsonFieldReader fields) {
    Map<String, String> seen = new HashMap<>();
    return fields.objects(limits.filters(), order -> orderBy(order, seen), "orderBy", "order_by");
  }

  private static OrderBy orderBy(JsonFieldReader fields, Map<String, String> seen) {
    String column = fields.requiredText("column");
    String before = seen.putIfAbsent(column, fields.place("column"));
    if (before != null && !column.isBlank()) {
      fields.wrong("column", () -> JsonFieldReader.twice(column, before));
    }
    return new OrderBy(
        column,
        fields.choice(Direction.class, Direction.ASC, "order"),
        fields.optionalChoice(DataType.class, "dataType", "data_type"));
  }

  private static Output output(JsonFieldReader fields, TableId table) {
    Optional<String> name = fields.text("name");
    if (name.isPresent() && !FILE_NAME.matcher(name.get()).matches()) {
      fields.wrong("name", "is not a file name; use letters, digits, '.', '_' and '-'");
    }
    return new Output(
        name.orElse(fileName(table)),
        fields.choice(Types.class, Types.DECLARED, "types"),
        fields.choice(Merge.class, Merge.AUTO, "merge"),
        fields.optionalChoice(Compression.class, "compression"),
        destination(fields));
  }

  private static Optional<String> time(JsonFieldReader fields, String... names) {
    Optional<String> text = fields.textOrNumber(names);
    try {
      text.ifPresent(known -> ChangeTime.resolve(known, Instant.EPOCH));
    } catch (SluiceException e) {
      fields.wrong(names[0], e.getMessage());
    }
    return text;
  }
}

package io.sluice.export.pipeline;

import static java.util.stream.Collectors.joining;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.UpstreamText;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.Unload;
import io.sluice.storage.Table;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which columns an export delivers. */
final class ColumnSelection {
  /** Unknown ones that a failure names; it is kept and told with each answer about the export. */
  private static final int NAMED = 20;

  /** Characters of an unknown one's name. */
  private static final int LONGEST = 128;

  private ColumnSelection() {}

  /** The asked ones in the order asked, or all of the table's; an unknown one is refused here. */
  static List<Unload.Column> select(Table table, ExportRequest request) {
    if (request.columns().isEmpty()) {
      return table.columns().stream().map(ColumnSelection::declared).toList();
    }
    Map<String, Table.Column> known =
        table.columns().stream().collect(Collectors.toMap(Table.Column::name, Function.identity()));
    List<String> unknown =
        request.columns().stream().filter(name -> !known.containsKey(name)).toList();
    if (!unknown.isEmpty()) {
      throw unknown(table, unknown);
    }
    return request.columns().stream().map(known::get).map(ColumnSelection::declared).toList();
  }

  private static SluiceException unknown(Table table, List<String> names) {
    int more = names.size() - NAMED;
    return new SluiceException(
        ErrorCode.INVALID_REQUEST,
        "Table %s has no column %s%s; names are case-sensitive"
            .formatted(
                table.id(),
                names.stream().limit(NAMED).map(ColumnSelection::shown).collect(joining(", ")),
                more > 0 ? " and %d more".formatted(more) : ""));
  }

  /** As it is told and logged: what a caller wrote may be as long as a request, and steer. */
  private static String shown(String name) {
    return UpstreamText.printable(name, LONGEST);
  }

  private static Unload.Column declared(Table.Column column) {
    return new Unload.Column(column.name(), column.baseType(), column.type(), column.length());
  }
}

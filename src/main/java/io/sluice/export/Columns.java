package io.sluice.export;

import static java.util.stream.Collectors.joining;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.SluiceException.FieldError;
import io.sluice.export.domain.ExportRequest;
import io.sluice.export.domain.Unload;
import io.sluice.storage.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which columns an export delivers. */
final class Columns {
  private Columns() {}

  /** The asked ones in the order asked, or all of the table's; an unknown one is refused here. */
  static List<Unload.Column> select(Table table, ExportRequest request) {
    if (request.columns().isEmpty()) {
      return table.columns().stream().map(Columns::declared).toList();
    }
    Map<String, Table.Column> known =
        table.columns().stream().collect(Collectors.toMap(Table.Column::name, Function.identity()));
    List<FieldError> unknown = new ArrayList<>();
    for (int i = 0; i < request.columns().size(); i++) {
      if (!known.containsKey(request.columns().get(i))) {
        unknown.add(new FieldError("/columns/" + i, "the table has no such column"));
      }
    }
    if (!unknown.isEmpty()) {
      throw unknown(table, request, unknown);
    }
    return request.columns().stream().map(known::get).map(Columns::declared).toList();
  }

  private static SluiceException unknown(
      Table table, ExportRequest request, List<FieldError> unknown) {
    String names =
        request.columns().stream()
            .filter(name -> table.columns().stream().noneMatch(c -> c.name().equals(name)))
            .collect(joining(", "));
    return new SluiceException(
            ErrorCode.INVALID_REQUEST,
            "Table %s has no column %s; names are case-sensitive".formatted(table.id(), names))
        .with(unknown);
  }

  private static Unload.Column declared(Table.Column column) {
    return new Unload.Column(column.name(), column.baseType(), column.type(), column.length());
  }
}

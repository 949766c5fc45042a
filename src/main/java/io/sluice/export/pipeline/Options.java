package io.sluice.export.pipeline;

import io.sluice.export.model.ChangeTime;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.Unload;
import io.sluice.storage.ExportOptions;
import io.sluice.storage.ExportOptions.DataType;
import io.sluice.storage.ExportOptions.Direction;
import io.sluice.storage.ExportOptions.Operator;
import io.sluice.storage.FileType;
import java.time.Instant;
import java.util.List;

/** A request in the Storage API's terms. */
final class Options {
  private Options() {}

  /** Columns are always sent: what is asked for and what is expected cannot differ then. */
  static ExportOptions of(
      ExportRequest request,
      Instant createdAt,
      List<Unload.Column> columns,
      Unload.FileType fileType) {
    return new ExportOptions(
        FileType.valueOf(fileType.name()),
        columns.stream().map(Unload.Column::name).toList(),
        request.whereFilters().stream().map(Options::filter).toList(),
        request.orderBy().stream().map(Options::order).toList(),
        request.changedSince().map(text -> ChangeTime.resolve(text, createdAt)),
        request.changedUntil().map(text -> ChangeTime.resolve(text, createdAt)),
        request.limit());
  }

  private static ExportOptions.WhereFilter filter(ExportRequest.WhereFilter filter) {
    return new ExportOptions.WhereFilter(
        filter.column(),
        Operator.valueOf(filter.operator().name()),
        filter.values(),
        filter.dataType().map(type -> DataType.valueOf(type.name())));
  }

  private static ExportOptions.OrderBy order(ExportRequest.OrderBy order) {
    return new ExportOptions.OrderBy(
        order.column(),
        Direction.valueOf(order.order().name()),
        order.dataType().map(type -> DataType.valueOf(type.name())));
  }
}

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
final class ExportOptionsMapper {
  private ExportOptionsMapper() {}

  /** Columns are always sent: what is asked for and what is expected cannot differ then. */
  static ExportOptions of(
      ExportRequest request,
      Instant createdAt,
      List<Unload.Column> columns,
      Unload.FileType fileType) {
    return new ExportOptions(
        fileType(fileType),
        columns.stream().map(Unload.Column::name).toList(),
        request.whereFilters().stream().map(ExportOptionsMapper::filter).toList(),
        request.orderBy().stream().map(ExportOptionsMapper::order).toList(),
        request.changedSince().map(text -> ChangeTime.resolve(text, createdAt)),
        request.changedUntil().map(text -> ChangeTime.resolve(text, createdAt)),
        request.limit());
  }

  private static ExportOptions.WhereFilter filter(ExportRequest.WhereFilter filter) {
    return new ExportOptions.WhereFilter(
        filter.column(),
        operator(filter.operator()),
        filter.values(),
        filter.dataType().map(ExportOptionsMapper::dataType));
  }

  private static ExportOptions.OrderBy order(ExportRequest.OrderBy order) {
    return new ExportOptions.OrderBy(
        order.column(),
        direction(order.order()),
        order.dataType().map(ExportOptionsMapper::dataType));
  }

  private static FileType fileType(Unload.FileType type) {
    return switch (type) {
      case CSV -> FileType.CSV;
      case PARQUET -> FileType.PARQUET;
    };
  }

  private static Operator operator(ExportRequest.Operator operator) {
    return switch (operator) {
      case EQ -> Operator.EQ;
      case NE -> Operator.NE;
      case GT -> Operator.GT;
      case GE -> Operator.GE;
      case LT -> Operator.LT;
      case LE -> Operator.LE;
    };
  }

  private static DataType dataType(ExportRequest.DataType type) {
    return switch (type) {
      case INTEGER -> DataType.INTEGER;
      case DOUBLE -> DataType.DOUBLE;
      case BIGINT -> DataType.BIGINT;
      case REAL -> DataType.REAL;
      case DECIMAL -> DataType.DECIMAL;
    };
  }

  private static Direction direction(ExportRequest.Direction direction) {
    return switch (direction) {
      case ASC -> Direction.ASC;
      case DESC -> Direction.DESC;
    };
  }
}

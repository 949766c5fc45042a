package io.sluice.api;

import io.sluice.access.Caller;
import io.sluice.api.request.BatchRequest;
import io.sluice.api.request.BatchRequest.Bucket;
import io.sluice.api.request.BatchRequest.Prefix;
import io.sluice.api.request.BatchRequest.Selection;
import io.sluice.api.request.BatchRequest.Tables;
import io.sluice.api.request.RequestLimitsConfig;
import io.sluice.api.view.DryRun;
import io.sluice.api.view.DryRun.Outcome;
import io.sluice.base.ErrorCode;
import io.sluice.base.ExportId;
import io.sluice.base.SluiceException;
import io.sluice.base.SluiceException.FieldError;
import io.sluice.base.TableId;
import io.sluice.catalog.Catalog;
import io.sluice.catalog.TableDescription;
import io.sluice.export.accept.Batches.Order;
import io.sluice.export.accept.Exports;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.Trace;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Turns what a batch asks for into the tables that it means, and says what would become of them.
 */
@ApplicationScoped
class BatchPlanner {
  /** No more are asked of a connection at once; several callers' dry runs fit what may wait. */
  private static final int LOOKUPS_AT_ONCE = 4;

  private final Catalog catalog;
  private final Exports exports;
  private final RequestLimitsConfig limits;

  BatchPlanner(Catalog catalog, Exports exports, RequestLimitsConfig limits) {
    this.catalog = catalog;
    this.exports = exports;
    this.limits = limits;
  }

  /** The requests that the batch comes to; {@code invalid-request} where they are none. */
  Uni<Order> order(Caller caller, BatchRequest batch, Optional<Trace> trace) {
    return requests(caller, batch).map(requests -> new Order(batch.digest(), requests, trace));
  }

  /** What would become of each table; nothing is started. */
  Uni<DryRun> dryRun(Caller caller, BatchRequest batch) {
    return requests(caller, batch)
        .chain(
            requests ->
                exports
                    .underWay(caller, requests)
                    .chain(known -> outcomes(caller, requests, known)))
        .map(tables -> new DryRun(true, tables));
  }

  private Uni<List<DryRun.Table>> outcomes(
      Caller caller, List<ExportRequest> requests, List<Optional<ExportId>> known) {
    return Multi.createFrom()
        .range(0, requests.size())
        .onItem()
        .transformToUni(i -> outcome(caller, requests.get(i), known.get(i)))
        .merge(LOOKUPS_AT_ONCE)
        .collect()
        .asList();
  }

  private Uni<List<ExportRequest>> requests(Caller caller, BatchRequest batch) {
    Selection selection = batch.selection();
    if (selection instanceof Tables tables) {
      return Uni.createFrom().item(tables.requests());
    }
    if (selection instanceof Bucket bucket) {
      return found(caller, batch, "bucket", Optional.of(bucket.id()), table -> true);
    }
    String start = ((Prefix) selection).start();
    return found(caller, batch, "prefix", Optional.empty(), table -> table.id().startsWith(start));
  }

  private Uni<List<ExportRequest>> found(
      Caller caller,
      BatchRequest batch,
      String field,
      Optional<String> bucket,
      Predicate<TableDescription> which) {
    return catalog
        .tablesNow(caller, batch.connection(), bucket)
        .map(
            all ->
                all.stream()
                    .filter(which)
                    .map(table -> batch.shared().forTable(TableId.parse(table.id())))
                    .toList())
        .invoke(requests -> check(field, requests.size()));
  }

  private void check(String field, int tables) {
    if (tables == 0 || tables > limits.batch()) {
      String detail =
          tables == 0
              ? "means no table that the token sees"
              : "means %d tables; at most %d are taken".formatted(tables, limits.batch());
      throw new SluiceException(ErrorCode.INVALID_REQUEST, "/" + field + " " + detail)
          .with(List.of(new FieldError("/" + field, detail)));
    }
  }

  private Uni<DryRun.Table> outcome(
      Caller caller, ExportRequest request, Optional<ExportId> known) {
    return known
        .map(export -> Uni.createFrom().item(underWay(request, export)))
        .orElseGet(() -> lookUp(caller, request));
  }

  private Uni<DryRun.Table> lookUp(Caller caller, ExportRequest request) {
    return catalog
        .table(caller, request.connection(), request.table(), request.branch())
        .map(BatchPlanner::fresh)
        .onFailure(BatchPlanner::isMissing)
        .recoverWithItem(missing -> unknown(request, missing));
  }

  private static boolean isMissing(Throwable failure) {
    return failure instanceof SluiceException known && known.code() == ErrorCode.TABLE_NOT_FOUND;
  }

  private static DryRun.Table fresh(TableDescription table) {
    return new DryRun.Table(
        table.id(), Outcome.NEW, Optional.empty(), table.rows(), table.bytes(), Optional.empty());
  }

  private static DryRun.Table underWay(ExportRequest request, ExportId export) {
    return new DryRun.Table(
        request.table().value(),
        Outcome.UNDER_WAY,
        Optional.of(export.value()),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty());
  }

  private static DryRun.Table unknown(ExportRequest request, Throwable missing) {
    return new DryRun.Table(
        request.table().value(),
        Outcome.UNKNOWN,
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.of(missing.getMessage()));
  }
}

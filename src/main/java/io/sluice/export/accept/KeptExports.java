package io.sluice.export.accept;

import io.sluice.base.ErrorCode;
import io.sluice.base.ExportId;
import io.sluice.base.SluiceException;
import io.sluice.export.live.ExportRows;
import io.sluice.export.live.LiveExport;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportFilter;
import io.sluice.export.model.ExportState.Kind;
import io.sluice.store.ExportStore;
import io.sluice.store.Filter;
import io.sluice.store.Row;
import io.smallrye.mutiny.Uni;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks exports up: what this process carries is newer in memory, all else is in the store. */
final class KeptExports {
  private final ExportStore store;
  private final ExportRows rows;
  private final ActiveExports active;

  KeptExports(ExportStore store, ExportRows rows, ActiveExports active) {
    this.store = store;
    this.rows = rows;
    this.active = active;
  }

  /** The export of that id; {@code not-found} where there is none. */
  Uni<Export> find(ExportId id) {
    return active.find(id).map(live -> Uni.createFrom().item(live.now())).orElseGet(() -> kept(id));
  }

  /** The same for whoever watches it from now on, whoever carries it. */
  Uni<Export> toWatch(ExportId id, ForeignExports foreign) {
    return find(id)
        .invoke(
            export -> {
              if (active.find(id).isEmpty()) {
                foreign.shown(export);
              }
            });
  }

  private Uni<Export> kept(ExportId id) {
    return store
        .find(id.value())
        .chain(row -> rows.read(row.stream().toList()))
        .map(read -> read.stream().findFirst().orElseThrow(() -> ExportId.unknown(id.value())));
  }

  Uni<List<Export>> page(ExportFilter filter, Optional<ExportId> after, int limit) {
    return store.page(rows(filter), after.map(ExportId::value), limit).chain(this::read);
  }

  Uni<List<Export>> newest(ExportFilter filter, int ended) {
    return Uni.combine()
        .all()
        .unis(page(filter, Kind.underWay(), Integer.MAX_VALUE), page(filter, Kind.ended(), ended))
        .with(
            (running, others) ->
                Stream.concat(running.stream(), others.stream())
                    .collect(Collectors.toMap(Export::id, one -> one, (one, later) -> later))
                    .values()
                    .stream()
                    .sorted(Comparator.comparing(Export::id).reversed())
                    .toList());
  }

  private Uni<List<Export>> page(ExportFilter filter, Set<Kind> kinds, int limit) {
    Set<Kind> wanted =
        filter.states().isEmpty()
            ? kinds
            : kinds.stream().filter(filter.states()::contains).collect(Collectors.toSet());
    return wanted.isEmpty()
        ? Uni.createFrom().item(List.of())
        : page(filter.in(wanted), Optional.empty(), limit);
  }

  static Filter rows(ExportFilter filter) {
    return new Filter(
        filter.states().stream().map(Kind::label).collect(Collectors.toSet()),
        filter.table(),
        filter.connection(),
        filter.batch(),
        Optional.empty(),
        filter.seen());
  }

  /** All of them, or {@code journal-failed}. */
  Uni<List<Export>> readAll(List<Row> found) {
    return read(found)
        .invoke(
            read -> {
              if (read.size() < found.size()) {
                throw new SluiceException(
                    ErrorCode.JOURNAL_FAILED,
                    "Exports that have the Idempotency-Key cannot be read; use a new key");
              }
            });
  }

  /** What is under way is newer in memory. */
  Uni<List<Export>> read(List<Row> found) {
    return rows.read(found)
        .map(
            read ->
                read.stream()
                    .map(
                        export ->
                            active
                                .find(export.id())
                                .map(LiveExport::now)
                                .filter(now -> now.version() > export.version())
                                .orElse(export))
                    .toList());
  }
}

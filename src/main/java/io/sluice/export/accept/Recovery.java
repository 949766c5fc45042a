package io.sluice.export.accept;

import io.sluice.base.ExportId;
import io.sluice.base.Timekeeper;
import io.sluice.export.live.ExportRows;
import io.sluice.export.live.ExportRows.Restored;
import io.sluice.export.live.LiveExport;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportState.Kind;
import io.sluice.export.model.ExportState.Queued;
import io.sluice.export.run.ExportRunner;
import io.sluice.store.Claims.Claim;
import io.sluice.store.ExportStore;
import io.sluice.store.Filter;
import io.sluice.store.Row;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Takes up exports that an earlier life left, or another process that is silent. No more than one
 * large request is in memory at a time.
 */
final class Recovery {
  private static final Logger LOG = Logger.getLogger(Recovery.class);

  private final ExportStore store;
  private final ExportRows rows;
  private final ActiveExports active;
  private final Admission admission;
  private final ExportRunner runs;
  private final Timekeeper time;
  private final Map<ExportId, Uni<Optional<LiveExport>>> claiming = new ConcurrentHashMap<>();
  private final AtomicBoolean soon = new AtomicBoolean();

  /** Rows that this version does not understand: another one may take them up. */
  private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

  private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(5);

  /** What had begun goes on before what has not. */
  private static final Comparator<LiveExport> ORDER =
      Comparator.<LiveExport, Boolean>comparing(live -> live.now().state() instanceof Queued)
          .thenComparing(live -> live.now().id());

  Recovery(
      ExportStore store,
      ExportRows rows,
      ActiveExports active,
      Admission admission,
      ExportRunner runs,
      Timekeeper time) {
    this.store = store;
    this.rows = rows;
    this.active = active;
    this.admission = admission;
    this.runs = runs;
    this.time = time;
  }

  /**
   * Takes up whatever has not ended and is nobody's. What the store refuses ends nothing: it is
   * asked again soon.
   */
  Uni<Void> takeUp() {
    return store
        .ids(underWay())
        .map(ExportRows::ids)
        .chain(ids -> takeUp(ids))
        .onFailure()
        .invoke(e -> againSoon("Exports that are left cannot be looked for", e))
        .onFailure()
        .recoverWithNull();
  }

  private void againSoon(String what, Throwable failure) {
    LOG.warnf("%s; the next try is in %s: %s", what, BEFORE_ANOTHER_TRY, failure.getMessage());
    if (soon.compareAndSet(false, true)) {
      time.sleep(BEFORE_ANOTHER_TRY)
          .invoke(() -> soon.set(false))
          .chain(() -> takeUp())
          .subscribe()
          .with(done -> {}, e -> LOG.error("Exports that are left are looked for later", e));
    }
  }

  private static Filter underWay() {
    return Filter.inStates(Kind.underWay().stream().map(Kind::label).collect(Collectors.toSet()));
  }

  private Uni<Void> takeUp(Collection<ExportId> ids) {
    List<LiveExport> taken = new ArrayList<>();
    return Multi.createFrom()
        .iterable(ids)
        .onItem()
        .transformToUniAndConcatenate(
            id -> tryToClaim(id).invoke(live -> live.ifPresent(taken::add)))
        .collect()
        .last()
        .invoke(() -> begin(taken))
        .replaceWithVoid();
  }

  /** One row that fails keeps no other from being taken up. */
  private Uni<Optional<LiveExport>> tryToClaim(ExportId id) {
    return claim(id)
        .onFailure()
        .invoke(e -> againSoon("exportId=%s cannot be taken up".formatted(id), e))
        .onFailure()
        .recoverWithItem(Optional.empty());
  }

  /**
   * The export of that id, carried by this process from now on; none where another process carries
   * it, it has ended or there is no such export.
   */
  Uni<Optional<LiveExport>> carried(ExportId id) {
    Optional<LiveExport> known = active.find(id);
    return known.isPresent()
        ? Uni.createFrom().item(known)
        : store
            .find(id.value())
            .chain(
                row ->
                    row.filter(kept -> kept.labels().underWay()).isPresent() ? claim(id) : none())
            .invoke(taken -> begin(taken.stream().toList()))
            .map(taken -> active.find(id));
  }

  private void begin(List<LiveExport> taken) {
    taken.stream().sorted(ORDER).forEach(this::begin);
    runs.startWaiting();
  }

  private void begin(LiveExport export) {
    Export now = export.now();
    LOG.infof("exportId=%s is taken up again in state %s", now.id(), now.state().label());
    active.begin(export, runs::restore);
    if (now.cancelRequested()) {
      active.cancelAsRequested(export);
    }
  }

  private static Uni<Optional<LiveExport>> none() {
    return Uni.createFrom().item(Optional.empty());
  }

  /** One after the other for each id: who comes second finds it carried, and takes nothing. */
  private Uni<Optional<LiveExport>> claim(ExportId id) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Uni<Optional<LiveExport>> mine = claimNow(id).memoize().indefinitely();
              Uni<Optional<LiveExport>> theirs = claiming.putIfAbsent(id, mine);
              return theirs == null
                  ? mine.onTermination().invoke(() -> claiming.remove(id, mine))
                  : theirs.replaceWith(Optional.empty());
            });
  }

  private Uni<Optional<LiveExport>> claimNow(ExportId id) {
    if (active.find(id).isPresent() || unreadable.contains(id.value())) {
      return none();
    }
    return active.claim(id).chain(claim -> claim.map(this::read).orElseGet(Recovery::none));
  }

  private Uni<Optional<LiveExport>> read(Claim claim) {
    return store
        .find(claim.id())
        .chain(
            row ->
                row.filter(kept -> kept.labels().underWay())
                    .map(kept -> restore(claim, kept))
                    .orElseGet(Recovery::none))
        .invoke(
            carried -> {
              if (carried.isEmpty()) {
                active.release(claim);
              }
            })
        .onFailure()
        .invoke(() -> active.release(claim));
  }

  private Uni<Optional<LiveExport>> restore(Claim claim, Row row) {
    return rows.restore(row)
        .invoke(
            restored -> {
              if (restored.isEmpty()) {
                unreadable.add(row.id());
              }
            })
        .chain(restored -> restored.map(old -> carry(claim, row, old)).orElseGet(Recovery::none));
  }

  /**
   * The version that it begins with is durable before it is told, as another process may be next;
   * the attempt is not, before work on it begins.
   */
  private Uni<Optional<LiveExport>> carry(Claim claim, Row row, Restored restored) {
    Export export = restored.export().resumed();
    if (!restored.old() && export.version() == row.version()) {
      return Uni.createFrom().item(() -> Optional.of(carry(claim, export, restored.digest())));
    }
    return store
        .save(
            rows.row(export.left(), restored.digest(), claim.fence()),
            row.version(),
            restored.contents())
        .chain(
            outcome ->
                switch (outcome) {
                  case SAVED ->
                      Uni.createFrom()
                          .item(() -> Optional.of(carry(claim, export, restored.digest())));
                  case STALE -> read(claim);
                  case FENCED, KEY_TAKEN -> none();
                });
  }

  private LiveExport carry(Claim claim, Export export, String digest) {
    admission.restore(export.asked());
    LiveExport live = active.add(export, export.version(), digest);
    active.hold(live, claim);
    return live;
  }

  /** Brings what an earlier version wrote of exports that have ended into today's form. */
  Uni<Void> renew() {
    return store
        .outdated()
        .onItem()
        .transformToMulti(Multi.createFrom()::iterable)
        .onItem()
        .transformToUniAndConcatenate(this::renew)
        .collect()
        .last()
        .replaceWithVoid();
  }

  private Uni<Void> renew(String id) {
    return store
        .find(id)
        .chain(
            row ->
                row.filter(kept -> !kept.labels().underWay())
                    .map(this::renew)
                    .orElseGet(() -> Uni.createFrom().voidItem()));
  }

  private Uni<Void> renew(Row row) {
    return rows.restore(row)
        .chain(
            restored ->
                restored.map(old -> renew(row, old)).orElseGet(() -> Uni.createFrom().voidItem()));
  }

  private Uni<Void> renew(Row row, Restored old) {
    return store
        .save(rows.row(old.export(), old.digest(), row.fence()), row.version(), old.contents())
        .replaceWithVoid();
  }
}

package io.sluice.export.accept;

import io.sluice.base.Contexts;
import io.sluice.base.ExportId;
import io.sluice.base.Timekeeper;
import io.sluice.base.UuidV7;
import io.sluice.export.live.ExportFeed;
import io.sluice.export.live.ExportRows;
import io.sluice.export.live.LiveExport;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportState.Active;
import io.sluice.export.run.ExportRunner;
import io.sluice.store.Claims;
import io.sluice.store.Claims.Claim;
import io.sluice.store.ExportStore;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The exports that this process carries: each has not ended, and is claimed. Safe from any thread.
 */
final class ActiveExports {
  private static final Logger LOG = Logger.getLogger(ActiveExports.class);

  /** How long a process may be silent before another takes its exports over. */
  static final Duration LEASE = Duration.ofSeconds(30);

  private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(1);

  private final Map<ExportId, LiveExport> exports = new ConcurrentSkipListMap<>();
  private final Map<ExportId, Claim> claimed = new ConcurrentSkipListMap<>();
  private final ExportStore store;
  private final Claims claims;
  private final ExportRows rows;
  private final Admission admission;
  private final ExportRunner runs;
  private final Contexts contexts;
  private final Timekeeper time;
  private final String holder;
  private final ExportFeed feed;
  private final ForeignExports foreign;

  ActiveExports(
      ExportStore store,
      Claims claims,
      ExportRows rows,
      Admission admission,
      ExportRunner runs,
      Contexts contexts,
      Timekeeper time,
      ExportFeed feed,
      ForeignExports foreign) {
    this.store = store;
    this.claims = claims;
    this.rows = rows;
    this.admission = admission;
    this.runs = runs;
    this.contexts = contexts;
    this.time = time;
    this.holder = UuidV7.next(time.now());
    this.feed = feed;
    this.foreign = foreign;
  }

  Optional<LiveExport> find(ExportId id) {
    return Optional.ofNullable(exports.get(id));
  }

  Collection<LiveExport> all() {
    return exports.values();
  }

  /**
   * The export, which is carried from now on and is told of once it is {@link #begin begun}. Nobody
   * carries it yet.
   *
   * @param durable the version that the store has
   */
  LiveExport add(Export export, long durable, String digest) {
    LiveExport live = new LiveExport(export, durable, digest, contexts.next(), store, rows, time);
    live.whenDone(() -> done(live));
    live.whenAmended(() -> amended(live));
    exports.put(export.id(), live);
    return live;
  }

  /** It was not accepted after all. */
  void drop(LiveExport export) {
    exports.remove(export.now().id(), export);
    export.dropped();
  }

  /** Makes it this process's own in the store: whether no other process has it. */
  Uni<Boolean> claim(LiveExport export) {
    return claim(export.now().id())
        .invoke(claim -> claim.ifPresent(mine -> hold(export, mine)))
        .map(Optional::isPresent);
  }

  /** Whether the row is this process's, which does not know its export yet. */
  Uni<Optional<Claim>> claim(ExportId id) {
    return claims.claim(id.value(), holder, LEASE);
  }

  void hold(LiveExport export, Claim claim) {
    claimed.put(export.now().id(), claim);
    export.claimed(claim.fence());
  }

  /** Tells of it from now on and has it run; where it is lost meanwhile, that comes to nothing. */
  void begin(LiveExport export, Consumer<LiveExport> run) {
    feed.follow(export);
    run.accept(export);
    if (isLost(export)) {
      runs.stop(export.now().id());
    }
  }

  private boolean isLost(LiveExport export) {
    return export.now().active() && find(export.now().id()).isEmpty();
  }

  /** Holds on to all of them; who was silent for too long has lost some. */
  void renew() {
    claimed.forEach(this::renew);
  }

  private void renew(ExportId id, Claim claim) {
    claims
        .renew(claim, LEASE)
        .subscribe()
        .with(
            held -> {
              if (!held) {
                find(id).ifPresent(LiveExport::takenOver);
              }
            },
            e -> LOG.warnf("exportId=%s its claim is not renewed: %s", claim.id(), e.getMessage()));
  }

  private void done(LiveExport export) {
    Export now = export.now();
    exports.remove(now.id(), export);
    admission.ended(now.asked());
    Optional.ofNullable(claimed.remove(now.id())).ifPresent(this::release);
    if (now.active()) {
      runs.stop(now.id()); // another process carries it
      foreign.shown(now);
      foreign.changed(now.id());
    }
  }

  /** Its owner does what others ask for, and stops where others know its end. */
  private void amended(LiveExport export) {
    if (!export.now().active()) {
      stopped(export).subscribe().with(done -> {});
    } else if (export.now().cancelRequested()) {
      cancelAsRequested(export);
    }
  }

  /** Ends it: first in the store, then for everybody to see, then the work on it. */
  Uni<Export> cancel(LiveExport export) {
    return export.enterFrom(Active::cancel).chain(() -> stopped(export));
  }

  private Uni<Export> stopped(LiveExport export) {
    runs.stop(export.now().id());
    return runs.tidy(export).map(done -> export.now());
  }

  /** Nobody else will do it: while the store cannot be reached, again and again. */
  void cancelAsRequested(LiveExport export) {
    cancel(export)
        .onFailure()
        .call(failure -> time.sleep(BEFORE_ANOTHER_TRY))
        .subscribe()
        .with(
            done -> {},
            e -> find(export.now().id()).filter(export::equals).ifPresent(this::cancelAsRequested));
  }

  void release(Claim claim) {
    claims
        .release(claim)
        .subscribe()
        .with(
            done -> {},
            e -> LOG.warnf("exportId=%s its claim ends later: %s", claim.id(), e.getMessage()));
  }
}

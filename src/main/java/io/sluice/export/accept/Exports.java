package io.sluice.export.accept;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.sluice.access.Caller;
import io.sluice.access.Grant;
import io.sluice.base.Contexts;
import io.sluice.base.ExportId;
import io.sluice.base.Timekeeper;
import io.sluice.delivery.Destination;
import io.sluice.export.accept.Intake.Outcome;
import io.sluice.export.accept.Intake.Wish;
import io.sluice.export.live.ExportFeed;
import io.sluice.export.live.ExportMeters;
import io.sluice.export.live.ExportRows;
import io.sluice.export.live.ExportRows.Prepared;
import io.sluice.export.live.LiveExport;
import io.sluice.export.model.Asked;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportFilter;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.Submission;
import io.sluice.export.run.ExportRunner;
import io.sluice.store.Changes;
import io.sluice.store.Changes.Change;
import io.sluice.store.Claims;
import io.sluice.store.ExportStore;
import io.sluice.store.Filter;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * All exports that are kept: those under way live in their {@link LiveExport}, the others in the
 * store alone. Finds, pages, cancels and removes them. Whatever is begun goes to its end, whether
 * or not the caller still waits.
 */
@ApplicationScoped
public class Exports {
  private static final Logger LOG = Logger.getLogger(Exports.class);

  private final ExportStore store;
  private final ExportRows rows;
  private final Timekeeper time;
  private final ExportFeed feed;
  private final ForeignExports foreign;
  private final ActiveExports active;
  private final KeptExports kept;
  private final OneAfterTheOther turns = new OneAfterTheOther();
  private final Intake intake;
  private final Recovery recovery;
  private final Endings endings;
  private final Uni<Void> ready;
  private final AtomicBoolean open = new AtomicBoolean();

  public Exports(
      ExportRunner runs,
      ExportStore store,
      Claims claims,
      Changes changes,
      ExportRows rows,
      Destination destination,
      KeptRequestsConfig limits,
      Contexts contexts,
      Timekeeper time) {
    this.store = store;
    this.rows = rows;
    this.time = time;
    Admission admission = new Admission(runs, limits);
    this.feed = new ExportFeed(contexts.next());
    this.foreign = new ForeignExports(store, rows, feed, time);
    this.active =
        new ActiveExports(store, claims, rows, admission, runs, contexts, time, feed, foreign);
    this.kept = new KeptExports(store, rows, active);
    this.recovery = new Recovery(store, rows, active, admission, runs, time);
    this.intake = new Intake(store, active, recovery, foreign, admission, runs, time);
    this.endings = new Endings(store, kept, active, recovery, foreign, destination, time, feed);
    AtomicBoolean loaded = open;
    this.ready =
        store
            .open()
            .chain(recovery::takeUp)
            .invoke(() -> loaded.set(true))
            .memoize()
            .indefinitely();
    changes.changes().subscribe().with(this::changed);
  }

  void begin(@Observes StartupEvent started) {
    ExportMeters.show(active.all());
    ready.subscribe().with(done -> goOn(), Exports::cannotStart);
  }

  private static void cannotStart(Throwable failure) {
    LOG.error("What was kept could not be loaded, hence no export could go on", failure);
    Quarkus.asyncExit(1);
  }

  private void goOn() {
    watchOver();
    renewEarlier()
        .subscribe()
        .with(done -> {}, e -> LOG.warn("What an earlier version wrote stays as it is", e));
  }

  /** Whether what was kept is loaded; before that every request waits. */
  public boolean isOpen() {
    return open.get();
  }

  /** Brings what an earlier version wrote into today's form, one after the other. */
  Uni<Void> renewEarlier() {
    return ready.chain(recovery::renew);
  }

  /** Holds on to what this process carries, and takes over what a silent one leaves. */
  public void watchOver() {
    time.every(ActiveExports.LEASE.dividedBy(3), active::renew);
    time.every(ActiveExports.LEASE, this::takeOver);
    time.every(ActiveExports.LEASE, foreign::look);
  }

  private void takeOver() {
    recovery
        .takeUp()
        .subscribe()
        .with(done -> {}, e -> LOG.warn("Exports of silent gateways are looked for later", e));
  }

  private void changed(Change change) {
    ExportId.find(change.id()).ifPresent(id -> changed(id, change));
  }

  private void changed(ExportId id, Change change) {
    Optional<LiveExport> mine = active.find(id);
    if (change instanceof Change.Saved saved) {
      mine.ifPresentOrElse(live -> live.changed(saved.version()), () -> foreign.changed(id));
    } else {
      mine.ifPresent(LiveExport::takenOver);
      foreign.removed(id, ((Change.Removed) change).connection());
    }
  }

  /** Accepts all of them, or none; see {@link Intake}. */
  Uni<Outcome> accept(List<Wish> wishes) {
    return ready.chain(() -> intake.take(wishes)).memoize().indefinitely();
  }

  /**
   * What is asked for under one key, or equally without one, one after the other: a second request
   * finds what the first one came to, members that joined included, and takes no place of its own
   * meanwhile.
   *
   * @param what the key, or the request's digest
   */
  <T> Uni<T> inTurn(String what, Supplier<Uni<T>> request) {
    return turns.next(what, request);
  }

  /** The requests as they are kept, where the caller may make all of them. */
  Uni<List<Prepared>> prepare(Caller caller, List<ExportRequest> requests) {
    return Uni.createFrom()
        .item(requests)
        .invoke(all -> all.forEach(one -> caller.require(Grant.SUBMIT, one.connection())))
        .chain(rows::prepare);
  }

  /**
   * The exports that have the key, oldest first; {@code journal-failed} where one is unreadable.
   * See {@link Submission#key}.
   */
  Uni<List<Export>> under(String key) {
    return ready.chain(() -> store.findByKey(Optional.empty(), key)).chain(kept::readAll);
  }

  /** The ids of exports that are under way with an equal request, where there is one. */
  public Uni<List<Optional<ExportId>>> underWay(Caller caller, List<ExportRequest> requests) {
    return ready
        .chain(() -> prepare(caller, requests))
        .chain(
            prepared ->
                store
                    .findUnderWay(prepared.stream().map(Prepared::digest).toList())
                    .map(ExportRows::byDigest)
                    .map(
                        found ->
                            prepared.stream()
                                .map(one -> Optional.ofNullable(found.get(one.digest())))
                                .toList()));
  }

  /**
   * The export with all that it was asked for, of which it holds only what is small; as it is where
   * a part is lost.
   */
  public Uni<Export> whole(Caller caller, Export export) {
    return rows.request(export, store)
        .map(request -> export.holding(new Asked(request, Map.of())))
        .onFailure()
        .invoke(
            lost -> LOG.warnf("exportId=%s is shown in part: %s", export.id(), lost.getMessage()))
        .onFailure()
        .recoverWithItem(export);
  }

  /** The export of that id; {@code not-found} where there is none. */
  public Uni<Export> find(Caller caller, ExportId id) {
    return ready.chain(() -> kept.find(id)).invoke(export -> seen(caller, export));
  }

  /**
   * Some exports, newest first.
   *
   * @param after only those that are older than this id
   * @param limit no more than that
   */
  public Uni<List<Export>> page(
      Caller caller, ExportFilter filter, Optional<ExportId> after, int limit) {
    return ready.chain(() -> kept.page(filter.seenBy(caller), after, limit));
  }

  /** All that are under way and the newest that have ended, newest first. */
  public Uni<List<Export>> newest(Caller caller, ExportFilter filter, int ended) {
    return ready.chain(() -> kept.newest(filter.seenBy(caller), ended));
  }

  /** The ids of those that ended before then, newest first. */
  public Uni<List<ExportId>> endedBefore(Caller caller, Instant limit) {
    caller.require(Grant.READ, Caller.EVERY_CONNECTION);
    return ready.chain(() -> store.ids(Filter.endedBefore(limit)).map(ExportRows::ids));
  }

  /** The ids of those that are meant, newest first. */
  public Uni<List<ExportId>> ids(Caller caller, ExportFilter filter) {
    return ready.chain(
        () -> store.ids(KeptExports.rows(filter.seenBy(caller))).map(ExportRows::ids));
  }

  /** How many exports that the caller sees are in each state, by its label. */
  public Uni<Map<String, Long>> count(Caller caller) {
    return ready.chain(() -> store.count(KeptExports.rows(ExportFilter.ALL.seenBy(caller))));
  }

  /**
   * The export now and each newer one until it has ended, whoever carries it; see {@link
   * ExportFeed#watch}.
   */
  public Multi<Export> watch(Caller caller, ExportId id) {
    return feed.watch(
        id, ready.chain(() -> kept.toWatch(id, foreign)).invoke(export -> seen(caller, export)));
  }

  /** Every change of every export from now on, for whoever sees all of them. */
  public ExportFeed feed(Caller caller) {
    caller.require(Grant.READ, Caller.EVERY_CONNECTION);
    return feed;
  }

  /** Ends a running export; one that has ended is left as it is. Safe to repeat. */
  public Uni<Export> cancel(Caller caller, ExportId id) {
    return find(caller, id).chain(export -> endings.cancel(caller, export));
  }

  /** Forgets an export that has ended, with its file; {@code conflict} where it has not. */
  public Uni<Void> remove(Caller caller, ExportId id) {
    return find(caller, id).chain(export -> endings.remove(caller, export));
  }

  private static void seen(Caller caller, Export export) {
    if (!caller.sees(export.request().connection())) {
      throw ExportId.unknown(export.id().value());
    }
  }
}

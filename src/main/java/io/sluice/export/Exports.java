package io.sluice.export;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import io.sluice.delivery.Destination;
import io.sluice.export.domain.Acceptance;
import io.sluice.export.domain.Batch;
import io.sluice.export.domain.Export;
import io.sluice.export.domain.ExportRequest;
import io.sluice.export.domain.ExportState.Active;
import io.sluice.export.domain.ExportState.Queued;
import io.sluice.export.domain.Submission;
import io.sluice.journal.Checkpoint;
import io.sluice.journal.Journal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jboss.logging.Logger;

/** All exports of this process: accepts, takes up again, finds, cancels and removes them. */
@ApplicationScoped
public class Exports {
  private static final Logger LOG = Logger.getLogger(Exports.class);

  private final Map<String, LiveExport> exports =
      new ConcurrentSkipListMap<>(Comparator.reverseOrder());
  private final ExportRuns runs;
  private final Journal journal;
  private final Checkpoints checkpoints;
  private final Destination destination;
  private final Timekeeper time;
  private final UnderWay underWay = new UnderWay();
  private final ExportFeed feed = new ExportFeed();
  private final Uni<Void> loaded;

  public Exports(
      ExportRuns runs,
      Journal journal,
      Checkpoints checkpoints,
      Destination destination,
      Timekeeper time) {
    this.runs = runs;
    this.journal = journal;
    this.checkpoints = checkpoints;
    this.destination = destination;
    this.time = time;
    this.loaded =
        journal
            .load()
            .invoke(this::takeUp)
            .invoke(runs::startWaiting)
            .replaceWithVoid()
            .memoize()
            .indefinitely();
  }

  void begin(@Observes StartupEvent started) {
    ExportMeters.show(exports);
    loaded.subscribe().with(done -> {}, Exports::cannotStart);
  }

  private static void cannotStart(Throwable failure) {
    LOG.error("The journal could not be loaded, hence no export could go on", failure);
    Quarkus.asyncExit(1);
  }

  /**
   * Accepts the export: it is in the journal once this completes, and will be run. Once begun, this
   * and the other changes go to their end, whether or not the caller still waits.
   */
  public Uni<Export> submit(ExportRequest request) {
    return submit(request, Submission.PLAIN).map(Acceptance::export);
  }

  /**
   * Accepts the export and keeps with it how it was asked for. Without a key of its own, a request
   * that is under way already is answered with that export: nobody unloads a table twice by
   * accident.
   */
  public Uni<Acceptance> submit(ExportRequest request, Submission submission) {
    return loaded.chain(() -> accept(request, submission)).memoize().indefinitely();
  }

  /** Accepts all of them or, where the queue has not enough places, none. */
  Uni<List<Export>> submitAll(List<Batch.Member> members) {
    return loaded
        .invoke(() -> runs.reserve(members.size()))
        .map(done -> members.stream().map(this::acceptReserved).toList())
        .chain(all -> Uni.join().all(all).andCollectFailures())
        .memoize()
        .indefinitely();
  }

  /** The export of that id; {@code not-found} where there is none. */
  public Uni<Export> find(String id) {
    return live(id).map(LiveExport::now);
  }

  /** All exports, newest first. */
  public Uni<List<Export>> list() {
    return loaded.map(done -> exports.values().stream().map(LiveExport::now).toList());
  }

  /** The export now and each newer one until it has ended; see {@link LiveExport#watch()}. */
  public Multi<Export> watch(String id) {
    return live(id).onItem().transformToMulti(LiveExport::watch);
  }

  /** Every change of every export from now on. */
  public ExportFeed feed() {
    return feed;
  }

  /** Ends a running export; one that has ended is left as it is. Safe to repeat. */
  public Uni<Export> cancel(String id) {
    return live(id).chain(this::cancel).memoize().indefinitely();
  }

  /** Forgets an export that has ended, with its file; {@code conflict} where it has not. */
  public Uni<Void> remove(String id) {
    return live(id).chain(this::remove).memoize().indefinitely();
  }

  private synchronized Uni<Acceptance> accept(ExportRequest request, Submission submission) {
    return submission.plain()
        ? underWay.find(request).orElseGet(() -> acceptNew(request, submission))
        : acceptNew(request, submission);
  }

  private Uni<Acceptance> acceptNew(ExportRequest request, Submission submission) {
    runs.reserve(1);
    return acceptReserved(new Batch.Member(request, submission)).map(Acceptance::fresh);
  }

  private Uni<Export> acceptReserved(Batch.Member member) {
    Export accepted =
        Export.accepted(
            ExportIds.next(time.now()), member.request(), member.submission(), time.now());
    LiveExport live = new LiveExport(accepted, journal, checkpoints, time);
    Uni<Export> durable =
        live.save()
            .onFailure()
            .invoke(() -> refuse(live))
            .invoke(() -> enqueue(live))
            .map(done -> live.now())
            .memoize()
            .indefinitely();
    underWay.note(live, durable);
    return durable;
  }

  private void refuse(LiveExport export) {
    underWay.forget(export);
    runs.giveBack();
  }

  private void takeUp(List<Checkpoint> kept) {
    kept.stream()
        .map(checkpoints::read)
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(Exports::waits).thenComparing(Export::id))
        .forEach(this::takeUp);
  }

  /** What had begun goes on before what has not. */
  private static boolean waits(Export export) {
    return export.state() instanceof Queued;
  }

  private void takeUp(Export export) {
    LiveExport live = new LiveExport(resumed(export), journal, checkpoints, time);
    admit(live);
    if (export.active()) {
      LOG.infof("exportId=%s is taken up again in state %s", export.id(), export.state().label());
      underWay.note(live, Uni.createFrom().item(export));
      runs.restore(live);
    }
  }

  private void admit(LiveExport export) {
    exports.put(export.now().id(), export);
    feed.follow(export);
  }

  private static Export resumed(Export export) {
    return export.active() ? export.resumed() : export;
  }

  private void enqueue(LiveExport export) {
    admit(export);
    runs.add(export);
  }

  private Uni<Export> cancel(LiveExport export) {
    runs.stop(export.now().id());
    return export.now().state() instanceof Active active
        ? export.enter(active.cancel()).chain(() -> runs.tidy(export)).map(done -> export.now())
        : Uni.createFrom().item(export.now());
  }

  private Uni<Void> remove(LiveExport export) {
    String id = export.now().id();
    if (export.now().active()) {
      throw new SluiceException(
          ErrorCode.CONFLICT, "Export " + id + " has not ended; cancel it first");
    }
    return destination.remove(id).chain(() -> journal.remove(id)).invoke(() -> forget(export));
  }

  private void forget(LiveExport export) {
    String id = export.now().id();
    exports.remove(id);
    underWay.forget(export);
    feed.removed(id);
  }

  private Uni<LiveExport> live(String id) {
    return loaded.map(
        done -> {
          LiveExport export = exports.get(id);
          if (export == null) {
            throw new SluiceException(
                ErrorCode.NOT_FOUND,
                "There is no export "
                    + id
                    + "; it may have been removed since it ended. GET /v1/exports lists those that are kept");
          }
          return export;
        });
  }
}

package io.sluice.export.accept;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import io.sluice.delivery.Destination;
import io.sluice.export.accept.Newcomers.Newcomer;
import io.sluice.export.live.Checkpoints;
import io.sluice.export.live.ExportFeed;
import io.sluice.export.live.ExportMeters;
import io.sluice.export.live.LiveExport;
import io.sluice.export.live.RequestParts.Apart;
import io.sluice.export.model.Acceptance;
import io.sluice.export.model.Asked;
import io.sluice.export.model.Batch;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.ExportState.Active;
import io.sluice.export.model.ExportState.Queued;
import io.sluice.export.model.Submission;
import io.sluice.export.run.ExportRuns;
import io.sluice.journal.Journal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final UnderWay underWay = new UnderWay();
  private final ExportFeed feed = new ExportFeed();
  private final Newcomers newcomers;
  private final Uni<Void> loaded;

  public Exports(
      ExportRuns runs,
      Journal journal,
      Checkpoints checkpoints,
      Destination destination,
      KeptRequestsConfig limits,
      Timekeeper time) {
    this.runs = runs;
    this.journal = journal;
    this.checkpoints = checkpoints;
    this.destination = destination;
    KeptRequests kept = new KeptRequests(limits.keptRequests().asLongValue(), runs::retryAfter);
    this.newcomers = new Newcomers(runs, journal, checkpoints, kept, time);
    this.loaded =
        new EarlierExports(journal, checkpoints)
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

  /**
   * Accepts all of them, or none: where the queue has not enough places, or the journal could not
   * keep one. Only a death on the way leaves some; the same key completes them.
   */
  Uni<List<Export>> submitAll(List<Batch.Member> members) {
    return loaded
        .map(done -> newcomers.reserve(members))
        .chain(newcomers::keepAll)
        .invoke(all -> all.forEach(this::begin))
        .map(all -> all.stream().map(LiveExport::now).toList())
        .memoize()
        .indefinitely();
  }

  /** The requests as exports hold them. */
  List<Asked> asked(List<ExportRequest> requests) {
    return checkpoints.apart(requests).stream().map(Apart::asked).toList();
  }

  /** Of those requests the ones for which an export is under way, and that. */
  public Uni<Map<ExportRequest, Export>> underWay(List<ExportRequest> requests) {
    return loaded.map(
        done -> {
          Map<Asked, Export> active = new HashMap<>();
          exports.values().stream()
              .map(LiveExport::now)
              .filter(Export::active)
              .forEach(export -> active.putIfAbsent(export.asked(), export));
          List<Asked> asked = asked(requests);
          Map<ExportRequest, Export> found = new HashMap<>();
          for (int i = 0; i < asked.size(); i++) {
            if (active.containsKey(asked.get(i))) {
              found.put(requests.get(i), active.get(asked.get(i)));
            }
          }
          return found;
        });
  }

  /**
   * The export with all that it was asked for, of which it holds only what is small; as it is where
   * a part is lost.
   */
  public Uni<Export> whole(Export export) {
    return checkpoints
        .request(export, journal)
        .map(request -> export.holding(new Asked(request, Map.of())))
        .onFailure()
        .invoke(
            lost -> LOG.warnf("exportId=%s is shown in part: %s", export.id(), lost.getMessage()))
        .onFailure()
        .recoverWithItem(export);
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

  private Uni<Acceptance> accept(ExportRequest request, Submission submission) {
    return accept(checkpoints.apart(List.of(request)).get(0), submission);
  }

  private synchronized Uni<Acceptance> accept(Apart request, Submission submission) {
    return submission.plain()
        ? underWay.find(request.asked()).orElseGet(() -> acceptNew(request, submission))
        : acceptNew(request, submission);
  }

  private Uni<Acceptance> acceptNew(Apart request, Submission submission) {
    Newcomer newcomer = newcomers.reserve(request, submission);
    LiveExport live = newcomer.export();
    Uni<Export> durable =
        newcomers
            .keep(newcomer)
            .onFailure()
            .invoke(() -> underWay.forget(live))
            .invoke(() -> enqueue(live))
            .map(done -> live.now())
            .memoize()
            .indefinitely();
    underWay.note(live, durable);
    return durable.map(Acceptance::fresh);
  }

  private void begin(LiveExport export) {
    underWay.note(export, Uni.createFrom().item(export.now()));
    enqueue(export);
  }

  private void takeUp(List<Export> earlier) {
    earlier.stream()
        .sorted(Comparator.comparing(Exports::waits).thenComparing(Export::id))
        .forEach(this::takeUp);
  }

  /** What had begun goes on before what has not. */
  private static boolean waits(Export export) {
    return export.state() instanceof Queued;
  }

  private void takeUp(Export export) {
    LiveExport live = newcomers.restore(resumed(export));
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
    return export.active() ? export.resumed() : export.settled();
  }

  private void enqueue(LiveExport export) {
    admit(export);
    runs.add(export);
  }

  private Uni<Export> cancel(LiveExport export) {
    return export.now().active()
        ? export
            .enterFrom(Active::cancel)
            .invoke(() -> runs.stop(export.now().id()))
            .chain(() -> runs.tidy(export))
            .map(done -> export.now())
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

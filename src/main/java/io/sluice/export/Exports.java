package io.sluice.export;

import io.quarkus.runtime.StartupEvent;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import io.sluice.delivery.Destination;
import io.sluice.export.ExportState.Active;
import io.sluice.export.ExportState.Queued;
import io.sluice.journal.Checkpoint;
import io.sluice.journal.Journal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jboss.logging.Logger;

/** All exports of this process: accepts, queues, runs, resumes and cancels them. */
@ApplicationScoped
public class Exports {
  private static final Logger LOG = Logger.getLogger(Exports.class);

  private final Map<String, LiveExport> exports =
      new ConcurrentSkipListMap<>(Comparator.reverseOrder());
  private final Map<String, Cancellable> running = new ConcurrentHashMap<>();
  private final ExportQueue queue;
  private final ExportPipeline pipeline;
  private final Journal journal;
  private final Checkpoints checkpoints;
  private final Destination destination;
  private final Scratch scratch;
  private final Timekeeper time;
  private final ExportFeed feed = new ExportFeed();
  private final Uni<Void> loaded;

  public Exports(
      ExportPipeline pipeline,
      Journal journal,
      Checkpoints checkpoints,
      Destination destination,
      Scratch scratch,
      ExportsConfig config,
      Timekeeper time) {
    this.pipeline = pipeline;
    this.journal = journal;
    this.checkpoints = checkpoints;
    this.destination = destination;
    this.scratch = scratch;
    this.queue = new ExportQueue(config.parallel(), config.queueLimit(), time);
    this.time = time;
    this.loaded =
        journal
            .load()
            .invoke(this::takeUp)
            .invoke(this::startWaiting)
            .replaceWithVoid()
            .memoize()
            .indefinitely();
  }

  void begin(@Observes StartupEvent started) {
    loaded.subscribe().with(done -> {}, e -> LOG.error("The journal could not be loaded", e));
  }

  /** Accepts the export: it is in the journal once this completes, and will be run. */
  public Uni<Export> submit(ExportRequest request) {
    return submit(request, Submission.PLAIN).map(Acceptance::export);
  }

  /** Accepts the export and keeps with it how it was asked for. */
  public Uni<Acceptance> submit(ExportRequest request, Submission submission) {
    return loaded.chain(() -> accept(request, submission)).map(Acceptance::fresh);
  }

  /** Accepts all of them or, where the queue has not enough places, none. */
  Uni<List<Export>> submitAll(List<Batch.Member> members) {
    return loaded
        .invoke(() -> queue.reserve(members.size()))
        .map(done -> members.stream().map(this::acceptReserved).toList())
        .chain(all -> Uni.join().all(all).andCollectFailures());
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

  /** Ends a running export; one that has ended is left as it is. */
  public Uni<Export> cancel(String id) {
    return live(id).chain(this::cancel);
  }

  /** Forgets an export that has ended, with its file; {@code conflict} where it has not. */
  public Uni<Void> remove(String id) {
    return live(id).chain(this::remove);
  }

  private Uni<Export> accept(ExportRequest request, Submission submission) {
    queue.reserve();
    return acceptReserved(new Batch.Member(request, submission));
  }

  private Uni<Export> acceptReserved(Batch.Member member) {
    Export accepted =
        Export.accepted(
            ExportIds.next(time.now()), member.request(), member.submission(), time.now());
    LiveExport live = new LiveExport(accepted, journal, checkpoints, time);
    return live.save()
        .onFailure()
        .invoke(queue::giveBack)
        .invoke(() -> enqueue(live))
        .map(done -> live.now());
  }

  private void takeUp(List<Checkpoint> kept) {
    kept.stream()
        .map(checkpoints::read)
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(Export::id))
        .forEach(this::takeUp);
  }

  private void takeUp(Export export) {
    LiveExport live = new LiveExport(resumed(export), journal, checkpoints, time);
    admit(live);
    if (export.active()) {
      LOG.infof("exportId=%s is taken up again in state %s", export.id(), export.state().label());
      queue.restore(export.request().connection(), export.id());
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
    queue.add(export.now().request().connection(), export.now().id());
    startWaiting();
  }

  private void startWaiting() {
    for (Optional<String> id = queue.next(); id.isPresent(); id = queue.next()) {
      start(exports.get(id.get()));
    }
  }

  private void start(LiveExport export) {
    String id = export.now().id();
    Cancellable work =
        begin(export)
            .chain(() -> pipeline.run(export))
            .onFailure()
            .recoverWithUni(failure -> fail(export, failure))
            .chain(() -> scratch.remove(id))
            .subscribe()
            .with(done -> finished(id), failure -> lost(id, failure));
    running.put(id, work);
    if (!export.now().active()) {
      running.remove(id);
    }
  }

  private Uni<Void> begin(LiveExport export) {
    return export.now().state() instanceof Queued queued
        ? export.enter(queued.start())
        : Uni.createFrom().voidItem();
  }

  private Uni<Void> fail(LiveExport export, Throwable failure) {
    Failure why = Failure.of(failure);
    LOG.warnf(
        "exportId=%s table=%s failed code=%s: %s",
        export.now().id(), export.now().request().table(), why.code().slug(), why.detail());
    if (why.code() == ErrorCode.INTERNAL) {
      LOG.errorf(failure, "exportId=%s unexpected failure", export.now().id());
    }
    return export.now().state() instanceof Active active
        ? export.enter(active.fail(why))
        : Uni.createFrom().voidItem();
  }

  private void finished(String id) {
    running.remove(id);
    queue.release(id);
    startWaiting();
  }

  /** Neither the result nor the failure could be written down: a restart takes it up again. */
  private void lost(String id, Throwable failure) {
    LOG.errorf(failure, "exportId=%s its end could not be recorded", id);
    finished(id);
  }

  private Uni<Export> cancel(LiveExport export) {
    String id = export.now().id();
    Cancellable work = running.remove(id);
    if (work != null) {
      work.cancel();
    }
    if (!(export.now().state() instanceof Active active)) {
      return Uni.createFrom().item(export.now());
    }
    return export
        .enter(active.cancel())
        .chain(() -> scratch.remove(id))
        .invoke(() -> finished(id))
        .map(done -> export.now());
  }

  private Uni<Void> remove(LiveExport export) {
    String id = export.now().id();
    if (export.now().active()) {
      throw new SluiceException(
          ErrorCode.CONFLICT, "Export " + id + " has not ended; cancel it first");
    }
    return destination.remove(id).chain(() -> journal.remove(id)).invoke(() -> forget(id));
  }

  private void forget(String id) {
    exports.remove(id);
    feed.removed(id);
  }

  private Uni<LiveExport> live(String id) {
    return loaded.map(
        done -> {
          LiveExport export = exports.get(id);
          if (export == null) {
            throw new SluiceException(ErrorCode.NOT_FOUND, "There is no export " + id);
          }
          return export;
        });
  }
}

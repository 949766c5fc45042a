package io.sluice.export.run;

import io.sluice.base.ErrorCode;
import io.sluice.base.ExportId;
import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import io.sluice.delivery.Destination;
import io.sluice.export.live.LiveExport;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportState.Active;
import io.sluice.export.model.ExportState.Cancelled;
import io.sluice.export.model.ExportState.Queued;
import io.sluice.export.model.ExportState.Starting;
import io.sluice.export.model.Failure;
import io.sluice.export.pipeline.ExportPipeline;
import io.sluice.export.pipeline.Scratch;
import io.sluice.export.pipeline.Turns;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Carries exports through the pipeline to their end: each goes to its project in turn and works
 * here when there is room. Safe from any thread.
 */
@ApplicationScoped
public class ExportRunner {
  /** A guess at how long the next process takes to be ready. */
  private static final Duration RESTART = Duration.ofSeconds(5);

  private static final Logger LOG = Logger.getLogger(ExportRunner.class);
  private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(10);

  private final Map<ExportId, LiveExport> taken = new ConcurrentHashMap<>();
  private final Map<ExportId, Cancellable> running = new ConcurrentHashMap<>();
  private final ExportQueue queue;
  private final Suspects suspects = new Suspects();
  private final FairTurns turns;
  private final ExportPipeline pipeline;
  private final Scratch scratch;
  private final Destination destination;
  private final Timekeeper time;
  private volatile boolean leaving;

  public ExportRunner(
      ExportPipeline pipeline,
      Scratch scratch,
      Destination destination,
      ExportsConfig config,
      Timekeeper time) {
    this.queue = new ExportQueue(config.parallel(), config.queueLimit(), time);
    this.turns = new FairTurns(config, queue);
    this.pipeline = pipeline;
    this.scratch = scratch;
    this.destination = destination;
    this.time = time;
  }

  /** Keeps places for exports that are about to be accepted, or says why there are none. */
  public void reserve(int places) {
    if (leaving) {
      throw new SluiceException(
              ErrorCode.SHUTTING_DOWN, "The gateway is leaving; ask again in a moment")
          .retryAfter(RESTART);
    }
    queue.reserve(places);
  }

  /** About when an export will have ended. */
  public Duration retryAfter() {
    return queue.retryAfter();
  }

  /** Gives a reserved place back. */
  public void giveBack() {
    queue.giveBack();
  }

  /** Takes the export into its reserved place. */
  public void add(LiveExport export) {
    taken.put(export.now().id(), export);
    queue.add(export.now().request().connection(), export.now().id());
    startWaiting();
  }

  /** Takes an export that was accepted in an earlier life; see {@link #startWaiting}. */
  public void restore(LiveExport export) {
    Export now = export.now();
    taken.put(now.id(), export);
    if (Suspects.include(now.attempts())) {
      suspects.add(now.id());
    } else {
      putBack(export);
    }
  }

  /** Starts what waits, as far as it may start. */
  public void startWaiting() {
    while (!leaving) {
      suspects.next().ifPresent(this::letWait);
      Optional<ExportId> next = queue.next(turns.waiting());
      if (next.isEmpty()) {
        return;
      }
      start(next.get());
    }
  }

  /** Ends the work on it, if any, at once; its places are free. */
  public void stop(ExportId id) {
    cancelWork(id);
    release(id);
  }

  /**
   * Ends all work where it is and starts none: the journal knows how far each export has come, and
   * the next start goes on from there, and that this end was no death.
   */
  public void leave() {
    leaving = true;
    turns.close();
    pipeline.close();
    running.keySet().forEach(this::leave);
  }

  private void leave(ExportId id) {
    cancelWork(id);
    LiveExport export = taken.get(id);
    if (export != null) {
      export.left();
    }
  }

  /** How many more may be accepted; none where that is zero or less. */
  public int freePlaces() {
    return queue.free();
  }

  /** How many wait and are not under way to their project. */
  public int waiting() {
    return queue.waiting() + suspects.waiting();
  }

  /** How many are under way, here or in their project. */
  public int running() {
    return queue.running();
  }

  /** Takes away what an ended export has on disk beside its result; a cancelled one has none. */
  public Uni<Void> tidy(LiveExport export) {
    ExportId id = export.now().id();
    return scratch
        .remove(id)
        .chain(() -> cancelled(export) ? destination.remove(id) : Uni.createFrom().voidItem())
        .onFailure()
        .invoke(e -> LOG.warnf(e, "exportId=%s left something behind; it is swept later", id))
        .onFailure()
        .recoverWithNull();
  }

  private static boolean cancelled(LiveExport export) {
    return export.now().state() instanceof Cancelled;
  }

  private void start(ExportId id) {
    LiveExport export = taken.get(id);
    if (export == null) {
      queue.release(id); // it was cancelled in this moment
      return;
    }
    AtomicReference<UniEmitter<? super Void>> go = new AtomicReference<>();
    Cancellable work =
        Uni.createFrom()
            .<Void>emitter(go::set)
            .emitOn(export.context())
            .chain(() -> pipeline.run(export, new Turning()))
            .onFailure()
            .recoverWithUni(failure -> fail(export, failure))
            .chain(() -> tidy(export))
            .subscribe()
            .with(done -> release(id), failure -> tryAgain(export, failure));
    running.put(id, work);
    go.get().complete(null); // not before it can be cancelled
  }

  /** The turns of one export; each that it gets may let others start. */
  private final class Turning implements Turns {
    @Override
    public void placed(LiveExport export) {
      turns.placed(export);
      startWaiting();
    }

    @Override
    public Uni<Void> begin(LiveExport export) {
      return turns.begin(export);
    }

    @Override
    public Uni<Void> here(LiveExport export, Supplier<Uni<Void>> work) {
      return turns.here(
          export,
          () -> {
            startWaiting();
            return work.get();
          });
    }
  }

  private Uni<Void> fail(LiveExport export, Throwable failure) {
    Failure why = Failure.of(failure);
    if (leaving || why.code() == ErrorCode.SHUTTING_DOWN) {
      return Uni.createFrom().nothing(); // the next start goes on
    }
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

  /** The journal could not be written: it is still where it was, and goes on when that is over. */
  private void tryAgain(LiveExport export, Throwable failure) {
    ExportId id = export.now().id();
    LOG.errorf(
        "exportId=%s cannot be recorded, hence cannot go on; the next try is in %s: %s",
        id, BEFORE_ANOTHER_TRY, failure.getMessage());
    running.remove(id);
    queue.release(id);
    time.sleep(BEFORE_ANOTHER_TRY).subscribe().with(done -> goOn(id));
    startWaiting();
  }

  private void goOn(ExportId id) {
    LiveExport export = taken.get(id);
    if (export != null) {
      letWait(id);
      startWaiting();
    }
  }

  private void letWait(ExportId id) {
    LiveExport export = taken.get(id);
    if (export == null) {
      suspects.done(id);
    } else {
      putBack(export);
    }
  }

  /** What has come to its job or past it waits for nobody: that would keep nothing from running. */
  private void putBack(LiveExport export) {
    Export now = export.now();
    String connection = now.request().connection();
    if (now.state() instanceof Queued || now.state() instanceof Starting) {
      queue.restore(connection, now.id());
    } else {
      queue.restoreBegun(connection, now.id());
    }
  }

  private void release(ExportId id) {
    running.remove(id);
    taken.remove(id);
    suspects.done(id);
    queue.release(id);
    startWaiting();
  }

  private void cancelWork(ExportId id) {
    Cancellable work = running.remove(id);
    if (work != null) {
      work.cancel();
    }
  }
}

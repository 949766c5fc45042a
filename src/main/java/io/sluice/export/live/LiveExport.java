package io.sluice.export.live;

import io.sluice.base.BlockingExecutor;
import io.sluice.base.Timekeeper;
import io.sluice.export.live.Transitions.Transition;
import io.sluice.export.model.Export;
import io.sluice.export.model.Export.Phase;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.ExportState;
import io.sluice.export.model.ExportState.Active;
import io.sluice.export.model.Progress;
import io.sluice.export.model.Submission.Joined;
import io.sluice.store.ExportStore;
import io.sluice.store.Newcomer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * One export as it goes, and its only owner: what it is now, who watches it, what the store knows
 * of it. Safe to use from any thread.
 *
 * <p>Every change is a message to the export's own context, applied there in the order of arrival:
 * its version is given then, and what comes after the end changes nothing. A transition is durable
 * before anybody is told; those that come meanwhile wait for it. Progress is told at most four
 * times a second and kept with finished slices only. Where another process has taken the export
 * over, nothing more happens to it here.
 */
public final class LiveExport {
  private static final Logger LOG = Logger.getLogger(LiveExport.class);

  private final Executor context;
  private final ExportStore store;
  private final ExportRows rows;
  private final String digest;
  private final Timekeeper time;
  private final ProgressMeter meter;
  private final AtomicReference<Progress> newest = new AtomicReference<>();
  private volatile Export current;
  private volatile Runnable whenDone = () -> {};
  private volatile Runnable whenAmended = () -> {};

  // Touched by messages only.
  private final Audience audience;
  private final Transitions transitions;
  private final List<String> laterWarnings = new ArrayList<>();

  /**
   * @param durable the version that the store has
   * @param digest of what it was asked for
   * @param context where its changes are made; see {@link io.sluice.base.Contexts#next}
   */
  public LiveExport(
      Export export,
      long durable,
      String digest,
      Executor context,
      ExportStore store,
      ExportRows rows,
      Timekeeper time) {
    this.current = export;
    this.digest = digest;
    this.context = context;
    this.store = store;
    this.rows = rows;
    this.time = time;
    this.meter = new ProgressMeter(this, time);
    this.audience = new Audience(this, time);
    this.transitions = new Transitions(this, durable, digest, store, rows, time);
  }

  /** Where its changes are made, and whoever works on it comes back to. */
  public Executor context() {
    return context;
  }

  /** The export as it is at this moment. */
  public Export now() {
    return current;
  }

  /** Counts what this export moves. */
  public ProgressMeter meter() {
    return meter;
  }

  /** All that it was asked for; {@code journal-failed} where a part of it is lost. */
  public Uni<ExportRequest> request() {
    return rows.request(now(), store);
  }

  /** To be inserted as it is now; see {@link Newcomer}. */
  public Newcomer newcomer(Map<String, byte[]> parts, boolean joins) {
    return new Newcomer(rows.row(current, digest, 0), parts, joins);
  }

  /** Saves it under this fence from now on; until then what is to be durable waits. */
  public void claimed(long fence) {
    post(() -> transitions.claimed(fence));
  }

  /** It was not accepted after all: who waits for something of it is told. */
  public void dropped() {
    post(transitions::lose);
  }

  /** Does something once it has ended or is lost, before anybody is told. */
  public void whenDone(Runnable action) {
    whenDone = action;
  }

  /** Does something once others have changed it in the store. */
  public void whenAmended(Runnable action) {
    whenAmended = action;
  }

  /** Makes what it is now durable, without a transition. */
  public Uni<Void> save() {
    return change(export -> export);
  }

  /** Keeps how far it is, so that a restart shows it at once; nothing is lost where that fails. */
  void keep() {
    post(
        () -> {
          if (transitions.idle() && current.active()) {
            keepAs("it is", export -> export);
          }
        });
  }

  /** Keeps that its work was ended in good order, so that the next start counts no death. */
  public void left() {
    keepAs("left", Export::left);
  }

  private void keepAs(String what, UnaryOperator<Export> change) {
    change(change)
        .subscribe()
        .with(
            done -> {},
            e -> LOG.warnf("exportId=%s is not kept as %s: %s", now().id(), what, e.getMessage()));
  }

  /**
   * Enters the next state: first in the store, then for everybody to see. Once begun it is not
   * undone by a cancellation. Where the export has ended before, nothing happens.
   */
  public Uni<Void> enter(ExportState next) {
    return change(export -> export.withState(next, time.now()));
  }

  /** Enters the state that follows from the one that it is in when all before this is done. */
  public Uni<Void> enterFrom(Function<Active, ExportState> next) {
    return change(
        export ->
            export.state() instanceof Active active
                ? export.withState(next.apply(active), time.now())
                : export);
  }

  /**
   * Makes it a member of a batch too: whether it had not ended. Fails with {@code
   * idempotency-key-reused} where another batch has the key.
   */
  public Uni<Boolean> join(Joined more) {
    return change(export -> export.joining(more))
        .map(done -> now().submission().inBatch(more.membership().id()));
  }

  private Uni<Void> change(UnaryOperator<Export> change) {
    return Uni.createFrom()
        .deferred(
            () ->
                Uni.createFrom()
                    .<Void>emitter(
                        waiting -> post(() -> transitions.add(new Transition(change, waiting))))
                    .emitOn(BlockingExecutor.callersContext()))
        .memoize()
        .indefinitely();
  }

  /** What is durable by now is what everybody sees. */
  void apply(Export changed) {
    Export before = current;
    current = laterWarnings.isEmpty() ? changed : changed.withWarnings(laterWarnings);
    laterWarnings.clear();
    if (!changed.active()) {
      whenDone.run();
    }
    tellOfPhase(before.phase(), changed);
    if (changed.version() > before.version()) {
      audience.tell();
    }
  }

  private static void tellOfPhase(Phase before, Export after) {
    if (!before.state().equals(after.phase().state())) {
      ExportMeters.left(before, after);
      ExportTraces.left(before, after);
    }
  }

  /** The store has that version of it. */
  public void changed(long version) {
    post(() -> transitions.seen(version));
  }

  /** Takes over what the store has of it and others changed. */
  void amend(Export kept) {
    apply(current.amendedBy(kept));
    whenAmended.run();
  }

  /** Another process carries it from now on: nothing happens to it here any more. */
  public void takenOver() {
    post(this::lose);
  }

  void lose() {
    if (current.active()) {
      LOG.warnf("exportId=%s was taken over by another gateway", current.id());
      transitions.lose();
      whenDone.run();
      audience.close();
    }
  }

  /** Notes warnings; they become durable with the next transition. */
  public void warn(List<String> warnings) {
    post(
        () -> {
          if (!transitions.idle()) {
            laterWarnings.addAll(warnings);
          } else if (current.active()) {
            current = current.withWarnings(warnings);
          }
        });
  }

  /** Notes how far it is. What arrives while a transition is being written is left out. */
  void progress(Progress progress) {
    if (newest.getAndSet(progress) == null) {
      post(this::noteProgress);
    }
  }

  private void noteProgress() {
    Progress progress = newest.getAndSet(null);
    if (transitions.idle() && current.active()) {
      current = current.withProgress(progress);
      audience.tellSoon();
    }
  }

  /** Notes the same state with newer content, such as a job's status; told like progress. */
  public void refresh(ExportState same) {
    post(
        () -> {
          if (transitions.idle() && current.state().kind() == same.kind()) {
            current = current.withState(same, time.now());
            audience.tellSoon();
          }
        });
  }

  /**
   * The export now, then each newer one, until it has ended. Whoever is slow gets the newest and no
   * backlog.
   */
  public Multi<Export> watch() {
    return Multi.createFrom()
        .<Export>emitter(
            watcher -> post(() -> audience.admit(watcher)), BackPressureStrategy.LATEST)
        .skip()
        .repetitions(Comparator.comparingLong(Export::version));
  }

  /** What a message throws must not keep the next ones. */
  void post(Runnable message) {
    context.execute(
        () -> {
          try {
            message.run();
          } catch (RuntimeException e) {
            LOG.errorf(e, "exportId=%s a change of it failed", current.id());
          }
        });
  }
}

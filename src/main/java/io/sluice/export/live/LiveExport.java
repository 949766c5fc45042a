package io.sluice.export.live;

import io.sluice.base.Timekeeper;
import io.sluice.base.Worker;
import io.sluice.export.model.Export;
import io.sluice.export.model.Export.Phase;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.ExportState;
import io.sluice.export.model.ExportState.Active;
import io.sluice.export.model.Progress;
import io.sluice.journal.Journal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * One export as it goes, and its only owner: what it is now, who watches it, what the journal knows
 * of it. Safe to use from any thread.
 *
 * <p>Every change is a message, applied in the order of arrival: its version is given then, and
 * what comes after the end changes nothing. A transition is durable before anybody is told; those
 * that come meanwhile wait for it. Progress is told at most four times a second and kept with
 * finished slices only.
 */
public final class LiveExport {
  private static final Logger LOG = Logger.getLogger(LiveExport.class);
  private static final Duration TELLING_INTERVAL = Duration.ofMillis(250);

  private final Mailbox mailbox = new Mailbox();
  private final Journal journal;
  private final Checkpoints checkpoints;
  private final Timekeeper time;
  private final ProgressMeter meter;
  private final AtomicReference<Progress> newest = new AtomicReference<>();
  private volatile Export current;
  private volatile Runnable whenEnded = () -> {};

  // Touched by messages only.
  private final Set<MultiEmitter<? super Export>> watchers = new HashSet<>();
  private final Queue<Move> moves = new ArrayDeque<>();
  private final List<String> laterWarnings = new ArrayList<>();
  private boolean telling;

  /** A change that is to be durable before it is seen, and who waits for it. */
  private record Move(UnaryOperator<Export> change, UniEmitter<? super Void> waiting) {}

  public LiveExport(Export export, Journal journal, Checkpoints checkpoints, Timekeeper time) {
    this.current = export;
    this.journal = journal;
    this.checkpoints = checkpoints;
    this.time = time;
    this.meter = new ProgressMeter(this, time);
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
    return checkpoints.request(now(), journal);
  }

  /** Makes it durable for the first time, with what the journal keeps beside it, by digest. */
  public Uni<Void> saveWith(Map<String, byte[]> parts) {
    return journal.save(checkpoints.of(now()), parts);
  }

  /** Does something once it has ended, before anybody is told. */
  public void whenEnded(Runnable action) {
    whenEnded = action;
  }

  /** Makes what it is now durable, without a transition. */
  public Uni<Void> save() {
    return move(export -> export);
  }

  /** Keeps how far it is, so that a restart shows it at once; nothing is lost where that fails. */
  void keep() {
    mailbox.post(
        () -> {
          if (moves.isEmpty() && current.active()) {
            keepAs("it is", export -> export);
          }
        });
  }

  private void keepAs(String what, UnaryOperator<Export> change) {
    move(change)
        .subscribe()
        .with(
            done -> {},
            e -> LOG.warnf("exportId=%s is not kept as %s: %s", now().id(), what, e.getMessage()));
  }

  /** Keeps that its work was ended in good order, so that the next start counts no death. */
  public void left() {
    keepAs("left", Export::left);
  }

  /**
   * Enters the next state: first in the journal, then for everybody to see. Once begun it is not
   * undone by a cancellation. Where the export has ended before, nothing happens.
   */
  public Uni<Void> enter(ExportState next) {
    return move(export -> export.in(next, time.now()));
  }

  /** Enters the state that follows from the one that it is in when all before this is done. */
  public Uni<Void> enterFrom(Function<Active, ExportState> next) {
    return move(
        export ->
            export.state() instanceof Active active
                ? export.in(next.apply(active), time.now())
                : export);
  }

  private Uni<Void> move(UnaryOperator<Export> change) {
    return Uni.createFrom()
        .deferred(
            () ->
                Uni.createFrom()
                    .<Void>emitter(waiting -> mailbox.post(() -> queue(new Move(change, waiting))))
                    .emitOn(Worker.callersContext()))
        .memoize()
        .indefinitely();
  }

  private void queue(Move move) {
    moves.add(move);
    if (moves.size() == 1) {
      begin(move);
    }
  }

  private void begin(Move move) {
    if (!current.active()) {
      end(() -> move.waiting().complete(null));
      return;
    }
    Uni.createFrom()
        .item(() -> move.change().apply(current))
        .call(moved -> journal.save(checkpoints.of(moved)))
        .subscribe()
        .with(
            moved -> mailbox.post(() -> moved(move, moved)),
            failure -> mailbox.post(() -> end(() -> move.waiting().fail(failure))));
  }

  /** Whatever comes of telling it, what waits goes on. */
  private void moved(Move move, Export moved) {
    try {
      apply(moved);
    } finally {
      end(() -> move.waiting().complete(null));
    }
  }

  private void apply(Export moved) {
    Export before = current;
    Export after = moved.active() ? moved : moved.settled();
    current = laterWarnings.isEmpty() ? after : after.warned(laterWarnings);
    laterWarnings.clear();
    if (!after.active()) {
      whenEnded.run();
    }
    tellOfPhase(before.phase(), after);
    if (after.version() > before.version()) {
      tell();
    }
  }

  /** What waited behind the first move begins, and whoever waited for that is told. */
  private void end(Runnable tellWaiting) {
    moves.remove();
    Move next = moves.peek();
    if (next != null) {
      begin(next);
    }
    tellWaiting.run();
  }

  private static void tellOfPhase(Phase before, Export after) {
    if (!before.state().equals(after.phase().state())) {
      ExportMeters.left(before, after);
      ExportTraces.left(before, after);
    }
  }

  /** Notes warnings; they become durable with the next transition. */
  public void warn(List<String> warnings) {
    mailbox.post(
        () -> {
          if (!moves.isEmpty()) {
            laterWarnings.addAll(warnings);
          } else if (current.active()) {
            current = current.warned(warnings);
          }
        });
  }

  /** Notes how far it is. What arrives while a transition is being written is left out. */
  void progress(Progress progress) {
    if (newest.getAndSet(progress) == null) {
      mailbox.post(this::noteProgress);
    }
  }

  private void noteProgress() {
    Progress progress = newest.getAndSet(null);
    if (moves.isEmpty() && current.active()) {
      current = current.with(progress);
      tellSoon();
    }
  }

  /** Notes the same state with newer content, such as a job's status; told like progress. */
  public void refresh(ExportState same) {
    mailbox.post(
        () -> {
          if (moves.isEmpty() && current.state().label().equals(same.label())) {
            current = current.in(same, time.now());
            tellSoon();
          }
        });
  }

  /**
   * The export now, then each newer one, until it has ended. Whoever is slow gets the newest and no
   * backlog.
   */
  public Multi<Export> watch() {
    return Multi.createFrom()
        .<Export>emitter(watcher -> mailbox.post(() -> admit(watcher)), BackPressureStrategy.LATEST)
        .skip()
        .repetitions(Comparator.comparingLong(Export::version));
  }

  private void admit(MultiEmitter<? super Export> watcher) {
    watchers.add(watcher);
    watcher.onTermination(() -> mailbox.post(() -> watchers.remove(watcher)));
    tellOne(watcher);
  }

  private void tellSoon() {
    if (!telling) {
      telling = true;
      time.sleep(TELLING_INTERVAL).subscribe().with(done -> mailbox.post(this::tellProgress));
    }
  }

  private void tellProgress() {
    telling = false;
    if (current.active()) {
      tell();
    }
  }

  private void tell() {
    List.copyOf(watchers).forEach(this::tellOne);
  }

  private void tellOne(MultiEmitter<? super Export> watcher) {
    watcher.emit(current);
    if (!current.active()) {
      watcher.complete();
    }
  }
}

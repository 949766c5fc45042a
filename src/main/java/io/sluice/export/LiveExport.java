package io.sluice.export;

import io.sluice.base.Timekeeper;
import io.sluice.export.domain.Export;
import io.sluice.export.domain.Export.Phase;
import io.sluice.export.domain.ExportRequest;
import io.sluice.export.domain.ExportState;
import io.sluice.export.domain.ExportState.Ended;
import io.sluice.export.domain.Progress;
import io.sluice.journal.Journal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * One export as it goes: what it is now, who watches it, what the journal knows of it. Safe to use
 * from any thread.
 *
 * <p>A transition is durable before anybody is told. Progress is told at most four times a second
 * and kept with finished slices only.
 */
public final class LiveExport {
  private static final Logger LOG = Logger.getLogger(LiveExport.class);
  private static final Duration TELLING_INTERVAL = Duration.ofMillis(250);

  private final AtomicReference<Export> current;
  private final Set<MultiEmitter<? super Export>> watchers = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean telling = new AtomicBoolean();
  private final AtomicReference<Uni<Void>> end = new AtomicReference<>();
  private final Journal journal;
  private final Checkpoints checkpoints;
  private final Timekeeper time;
  private final ProgressMeter meter;
  private volatile Runnable whenEnded = () -> {};
  private int moves;

  LiveExport(Export export, Journal journal, Checkpoints checkpoints, Timekeeper time) {
    this.current = new AtomicReference<>(export);
    this.journal = journal;
    this.checkpoints = checkpoints;
    this.time = time;
    this.meter = new ProgressMeter(this, time);
  }

  /** The export as it is at this moment. */
  public Export now() {
    return current.get();
  }

  /** Counts what this export moves. */
  ProgressMeter meter() {
    return meter;
  }

  /** All that it was asked for; {@code journal-failed} where a part of it is lost. */
  Uni<ExportRequest> request() {
    return checkpoints.request(now(), journal);
  }

  /** Makes it durable for the first time, with what the journal keeps beside it, by digest. */
  Uni<Void> saveWith(Map<String, byte[]> parts) {
    return journal.save(checkpoints.of(now()), parts);
  }

  /** Does something once it has ended, before anybody is told. */
  void whenEnded(Runnable action) {
    whenEnded = action;
  }

  /** Makes what it is now durable, without a transition. */
  Uni<Void> save() {
    return journal.save(checkpoints.of(now()));
  }

  /** Keeps how far it is, so that a restart shows it at once; nothing is lost where that fails. */
  synchronized void keep() {
    if (!isMoving() && now().active()) {
      save()
          .subscribe()
          .with(
              done -> {},
              e -> LOG.warnf("exportId=%s is not kept as it is: %s", now().id(), e.getMessage()));
    }
  }

  /** Keeps that its work was ended in good order, so that the next start counts no death. */
  synchronized void left() {
    current.updateAndGet(Export::left);
    keep();
  }

  /**
   * Enters the next state: first in the journal, then for everybody to see. Once begun it is not
   * undone by a cancellation. Who comes while the export is being ended waits for that end, which
   * stands.
   */
  Uni<Void> enter(ExportState next) {
    Uni<Void> mine = Uni.createFrom().deferred(() -> move(next)).memoize().indefinitely();
    Uni<Void> earlier = next instanceof Ended ? end.compareAndExchange(null, mine) : end.get();
    return earlier == null ? mine : earlier.onFailure().recoverWithUni(() -> enter(next));
  }

  private Uni<Void> move(ExportState next) {
    beginMove();
    Export before = now();
    Export moved = before.in(next, time.now());
    return journal
        .save(checkpoints.of(moved))
        .invoke(() -> apply(moved))
        .invoke(() -> tellOfPhase(before.phase(), moved))
        .onFailure()
        .invoke(() -> notMoved(next))
        .onTermination()
        .invoke(this::endMove)
        .invoke(this::tell);
  }

  private void apply(Export moved) {
    Export before = current.getAndUpdate(now -> now.active() ? settled(moved) : now);
    if (before.active() && !moved.active()) {
      whenEnded.run();
    }
  }

  private static Export settled(Export moved) {
    return moved.active() ? moved : moved.settled();
  }

  private static void tellOfPhase(Phase before, Export after) {
    if (!before.state().equals(after.phase().state())) {
      ExportMeters.left(before, after);
      ExportTraces.left(before, after);
    }
  }

  private synchronized void beginMove() {
    moves++;
  }

  private synchronized void endMove() {
    moves--;
  }

  private synchronized boolean isMoving() {
    return moves > 0;
  }

  private void notMoved(ExportState next) {
    if (next instanceof Ended) {
      end.set(null);
    }
  }

  /** Notes warnings; they become durable with the next transition. */
  void warn(List<String> warnings) {
    if (!warnings.isEmpty()) {
      current.updateAndGet(export -> export.warned(warnings));
    }
  }

  /** Notes how far it is. What arrives while a transition is being written is left out. */
  void progress(Progress progress) {
    if (!isMoving()) {
      current.updateAndGet(export -> export.with(progress));
      tellSoon();
    }
  }

  /** Notes the same state with newer content, such as a job's status; told like progress. */
  void refresh(ExportState same) {
    if (!isMoving()) {
      current.updateAndGet(export -> export.in(same, time.now()));
      tellSoon();
    }
  }

  /**
   * The export now, then each newer one, until it has ended. Whoever is slow gets the newest and no
   * backlog.
   */
  public Multi<Export> watch() {
    return Multi.createFrom()
        .<Export>emitter(this::admit, BackPressureStrategy.LATEST)
        .select()
        .where(newerOnly());
  }

  private void admit(MultiEmitter<? super Export> watcher) {
    watchers.add(watcher);
    watcher.onTermination(() -> watchers.remove(watcher));
    tellOne(watcher);
  }

  private void tellSoon() {
    if (telling.compareAndSet(false, true)) {
      time.sleep(TELLING_INTERVAL)
          .subscribe()
          .with(
              done -> {
                telling.set(false);
                tell();
              });
    }
  }

  private void tell() {
    watchers.forEach(this::tellOne);
  }

  private void tellOne(MultiEmitter<? super Export> watcher) {
    Export export = now();
    watcher.emit(export);
    if (!export.active()) {
      watcher.complete();
    }
  }

  private static Predicate<Export> newerOnly() {
    AtomicLong last = new AtomicLong();
    return export -> last.getAndAccumulate(export.version(), Math::max) < export.version();
  }
}

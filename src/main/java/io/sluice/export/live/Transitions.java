package io.sluice.export.live;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import io.sluice.export.model.Export;
import io.sluice.export.model.Submission;
import io.sluice.store.ExportStore;
import io.sluice.store.SaveOutcome;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.UnaryOperator;

/**
 * Changes of one export that are to be durable before they are seen, one after the other: each is
 * made from the export as it is then. Used by the export's messages alone.
 */
final class Transitions {
  private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(1);

  private final LiveExport export;
  private final String digest;
  private final ExportStore store;
  private final ExportRows rows;
  private final Timekeeper time;
  private final Queue<Transition> waiting = new ArrayDeque<>();
  private long durable;
  private long newest;
  private long fence;
  private boolean claimed;
  private boolean lost;

  /** A change, and who waits for it. */
  record Transition(UnaryOperator<Export> change, UniEmitter<? super Void> waiting) {}

  /** What the store made of a change. */
  private record Kept(Export export, SaveOutcome outcome) {}

  /** What the store has, and the fence of the newest claim. */
  private record Found(Export export, long fence) {}

  /**
   * @param durable the version that the store has
   * @param digest of what it was asked for
   */
  Transitions(
      LiveExport export,
      long durable,
      String digest,
      ExportStore store,
      ExportRows rows,
      Timekeeper time) {
    this.export = export;
    this.durable = durable;
    this.digest = digest;
    this.store = store;
    this.rows = rows;
    this.time = time;
  }

  /** Whether none is under way. */
  boolean idle() {
    return waiting.isEmpty();
  }

  void add(Transition transition) {
    waiting.add(transition);
    if (claimed && waiting.size() == 1) {
      begin(transition);
    }
  }

  /** The row is this process's: what waits may be saved, under this fence. */
  void claimed(long newFence) {
    fence = newFence;
    goOn();
  }

  private void goOn() {
    if (!claimed) {
      claimed = true;
      beginFirst();
      takeOver();
    }
  }

  /** The store has that version. */
  void seen(long version) {
    newest = Math.max(newest, version);
    takeOver();
  }

  /** Takes over, by a save, what others noted in the row; where one is under way it does that. */
  private void takeOver() {
    if (claimed && !lost && idle() && newest > durable && export.now().active()) {
      export
          .save()
          .onFailure()
          .call(failure -> time.sleep(BEFORE_ANOTHER_TRY))
          .subscribe()
          .with(done -> {}, failure -> export.post(this::takeOver));
    }
  }

  /** Another process carries the export: nothing is saved any more. */
  void lose() {
    lost = true;
    goOn();
  }

  private void beginFirst() {
    Transition first = waiting.peek();
    if (first != null) {
      begin(first);
    }
  }

  private void begin(Transition transition) {
    if (lost) {
      end(() -> transition.waiting().fail(takenOver()));
    } else if (!export.now().active()) {
      end(() -> transition.waiting().complete(null));
    } else {
      Uni.createFrom()
          .item(() -> settled(transition.change().apply(export.now())))
          .chain(this::keep)
          .subscribe()
          .with(
              kept -> export.post(() -> kept(transition, kept)),
              failure -> export.post(() -> end(() -> transition.waiting().fail(failure))));
    }
  }

  private static Export settled(Export changed) {
    return changed.active() ? changed : changed.settled();
  }

  private Uni<Kept> keep(Export changed) {
    return store
        .save(rows.row(changed, digest, fence), durable)
        .map(outcome -> new Kept(changed, outcome));
  }

  private void kept(Transition transition, Kept kept) {
    switch (kept.outcome()) {
      case SAVED -> saved(transition, kept.export());
      case KEY_TAKEN ->
          end(() -> transition.waiting().fail(Submission.keyTaken(export.now().id())));
      case STALE -> amend(transition);
      case FENCED -> lost(transition);
    }
  }

  private void lost(Transition transition) {
    export.lose();
    end(() -> transition.waiting().fail(takenOver()));
  }

  /**
   * The row was saved by others, who noted something for whoever carries it, or by a save of ours
   * that was told to have failed: the change is made again from what the row says now.
   */
  private void amend(Transition transition) {
    find()
        .subscribe()
        .with(
            found -> export.post(() -> amended(transition, found)),
            failure -> export.post(() -> end(() -> transition.waiting().fail(failure))));
  }

  private Uni<Optional<Found>> find() {
    return store
        .find(export.now().id().value())
        .chain(
            row ->
                rows.read(row.stream().toList())
                    .map(
                        read ->
                            read.stream().findFirst().map(e -> new Found(e, row.get().fence()))));
  }

  private void amended(Transition transition, Optional<Found> found) {
    if (found.isEmpty() || found.get().fence() > fence) {
      lost(transition);
      return;
    }
    durable = found.get().export().version();
    newest = Math.max(newest, durable);
    try {
      export.amend(found.get().export());
    } finally {
      begin(transition);
    }
  }

  /** Whatever comes of telling it, what waits goes on. */
  private void saved(Transition transition, Export changed) {
    durable = changed.version();
    try {
      export.apply(changed);
    } finally {
      end(() -> transition.waiting().complete(null));
    }
  }

  /** What waited behind the first begins, and whoever waited for that is told. */
  private void end(Runnable tellWaiting) {
    waiting.remove();
    beginFirst();
    takeOver();
    tellWaiting.run();
  }

  private SluiceException takenOver() {
    return new SluiceException(
        ErrorCode.CONFLICT,
        "Export %s was taken over by another gateway; ask again".formatted(export.now().id()));
  }
}

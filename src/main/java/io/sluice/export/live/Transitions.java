package io.sluice.export.live;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.export.model.Export;
import io.sluice.store.ExportStore;
import io.sluice.store.SaveOutcome;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.UnaryOperator;

/**
 * Changes of one export that are to be durable before they are seen, one after the other: each is
 * made from the export as it is then. Used by the export's messages alone.
 */
final class Transitions {
  private final LiveExport export;
  private final ExportStore store;
  private final Queue<Transition> waiting = new ArrayDeque<>();
  private long durable;
  private boolean claimed;
  private boolean lost;

  /** A change, and who waits for it. */
  record Transition(UnaryOperator<Export> change, UniEmitter<? super Void> waiting) {}

  /** What the store made of a change. */
  private record Kept(Export export, SaveOutcome outcome) {}

  /**
   * @param durable the version that the store has
   */
  Transitions(LiveExport export, ExportStore store, long durable) {
    this.export = export;
    this.store = store;
    this.durable = durable;
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

  /** The row is this process's: what waits may be saved. */
  void claimed() {
    if (!claimed) {
      claimed = true;
      beginFirst();
    }
  }

  /** Another process carries the export: nothing is saved any more. */
  void lose() {
    lost = true;
    claimed();
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
    return store.save(export.row(changed), durable).map(outcome -> new Kept(changed, outcome));
  }

  private void kept(Transition transition, Kept kept) {
    switch (kept.outcome()) {
      case SAVED -> saved(transition, kept.export());
      case KEY_TAKEN -> end(() -> transition.waiting().fail(keyTaken()));
      case STALE, FENCED -> {
        export.lose();
        end(() -> transition.waiting().fail(takenOver()));
      }
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
    tellWaiting.run();
  }

  private SluiceException keyTaken() {
    return new SluiceException(
        ErrorCode.IDEMPOTENCY_KEY_REUSED,
        "The Idempotency-Key belongs to another batch, which export %s was about to join"
            .formatted(export.now().id()));
  }

  private SluiceException takenOver() {
    return new SluiceException(
        ErrorCode.CONFLICT,
        "Export %s was taken over by another gateway; ask again".formatted(export.now().id()));
  }
}

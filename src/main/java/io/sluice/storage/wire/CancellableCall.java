package io.sluice.storage.wire;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * Lets a guarded call be cancelled: SmallRye's guards do not pass a cancellation on, so the work
 * underneath would go on and keep its place in a bulkhead.
 */
public final class CancellableCall<T> {
  private final Supplier<Uni<T>> work;
  private Runnable cancelRunning = () -> {};
  private boolean cancelled;

  public CancellableCall(Supplier<Uni<T>> work) {
    this.work = work;
  }

  /** What the guard calls, once for each try. */
  public Uni<T> start() {
    return Uni.createFrom().emitter(emitter -> run(emitter));
  }

  private void run(UniEmitter<? super T> emitter) {
    if (isCancelled()) {
      emitter.fail(new CancellationException());
      return;
    }
    Cancellable running =
        Uni.createFrom()
            .deferred(() -> work.get())
            .subscribe()
            .with(emitter::complete, emitter::fail);
    Runnable cancel =
        () -> {
          running.cancel();
          emitter.fail(new CancellationException());
        };
    if (!keep(cancel)) {
      cancel.run();
    }
  }

  /** What cancelling the guarded call must call. */
  public void cancel() {
    Runnable cancel;
    synchronized (this) {
      cancelled = true;
      cancel = cancelRunning;
    }
    cancel.run();
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  private synchronized boolean keep(Runnable cancel) {
    cancelRunning = cancel;
    return !cancelled;
  }
}

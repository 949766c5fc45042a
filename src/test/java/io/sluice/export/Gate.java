package io.sluice.export;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Where a test holds the work up. Open at first. Safe from any thread. */
public final class Gate {
  private final List<UniEmitter<? super Void>> waiting = new ArrayList<>();
  private final AtomicInteger passed = new AtomicInteger();
  private boolean open = true;
  private boolean once;
  private int most;

  /** Completes at once while open, else when it is opened. */
  Uni<Void> pass() {
    return Uni.createFrom().<Void>emitter(this::admit).invoke(passed::incrementAndGet);
  }

  public synchronized void close() {
    open = false;
  }

  public void open() {
    release().forEach(emitter -> emitter.complete(null));
  }

  /** Lets through who has stood there longest. */
  void letOneThrough() {
    UniEmitter<? super Void> first;
    synchronized (this) {
      first = waiting.remove(0);
    }
    first.complete(null);
  }

  /** Lets through who comes next, before those who stand there. */
  synchronized void letNextThrough() {
    once = true;
  }

  /** How many stood before it at once, at most. */
  synchronized int mostAtOnce() {
    return most;
  }

  /** How many stand before it. */
  public synchronized int waiting() {
    return waiting.size();
  }

  /** How many went through. */
  int passed() {
    return passed.get();
  }

  private void admit(UniEmitter<? super Void> emitter) {
    synchronized (this) {
      if (!open && !once) {
        waiting.add(emitter);
        most = Math.max(most, waiting.size());
        emitter.onTermination(() -> leave(emitter));
        return;
      }
      once = false;
    }
    emitter.complete(null);
  }

  private synchronized void leave(UniEmitter<? super Void> emitter) {
    waiting.remove(emitter);
  }

  private synchronized List<UniEmitter<? super Void>> release() {
    open = true;
    List<UniEmitter<? super Void>> released = List.copyOf(waiting);
    waiting.clear();
    return released;
  }
}

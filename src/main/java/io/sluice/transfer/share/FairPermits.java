package io.sluice.transfer.share;

import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/**
 * A fixed number of permits. A free one goes to the waiting owner that holds the fewest, among
 * equals to the one served longest ago; within an owner, to who asked first. Never blocks; all
 * methods may be called on any thread.
 */
public final class FairPermits {
  private static final int NONE = -1;

  private final BitSet free = new BitSet();
  private final Map<String, Integer> held = new HashMap<>();
  private final Map<String, Deque<Ticket>> waiting = new LinkedHashMap<>();

  public FairPermits(int permits) {
    if (permits < 1) {
      throw new IllegalArgumentException("there must be a permit at least, not " + permits);
    }
    free.set(0, permits);
  }

  /**
   * Does the work once a permit is free and gives it back when the work ends, fails or is
   * cancelled. The work is told the permit's number, from 0; no two works have the same at once.
   */
  public <T> Uni<T> use(String owner, IntFunction<Uni<T>> work) {
    return Uni.createFrom().deferred(() -> enter(new Ticket(owner), work));
  }

  private <T> Uni<T> enter(Ticket ticket, IntFunction<Uni<T>> work) {
    synchronized (this) {
      waiting.computeIfAbsent(ticket.owner, owner -> new ArrayDeque<>()).add(ticket);
    }
    grantFree();
    return Uni.createFrom()
        .completionStage(ticket.granted)
        .chain(number -> work.apply(number))
        .onTermination()
        .invoke(() -> leave(ticket));
  }

  private void leave(Ticket ticket) {
    synchronized (this) {
      if (ticket.number == NONE) {
        withdraw(ticket);
      } else {
        free.set(ticket.number);
        held.computeIfPresent(ticket.owner, (owner, count) -> count == 1 ? null : count - 1);
      }
    }
    grantFree();
  }

  private void withdraw(Ticket ticket) {
    Deque<Ticket> queue = waiting.get(ticket.owner);
    if (queue != null && queue.remove(ticket) && queue.isEmpty()) {
      waiting.remove(ticket.owner);
    }
  }

  /** Completes outside of the lock: what waits goes on at once, on this thread. */
  private void grantFree() {
    takeFree().forEach(ticket -> ticket.granted.complete(ticket.number));
  }

  private synchronized List<Ticket> takeFree() {
    List<Ticket> granted = new ArrayList<>();
    while (!free.isEmpty() && !waiting.isEmpty()) {
      granted.add(takeNext());
    }
    return granted;
  }

  private Ticket takeNext() {
    String owner = poorest();
    Deque<Ticket> queue = waiting.remove(owner);
    Ticket next = queue.remove();
    if (!queue.isEmpty()) {
      waiting.put(owner, queue);
    }
    next.number = free.nextSetBit(0);
    free.clear(next.number);
    held.merge(owner, 1, Integer::sum);
    return next;
  }

  private String poorest() {
    String poorest = waiting.keySet().iterator().next();
    for (String owner : waiting.keySet()) {
      if (held.getOrDefault(owner, 0) < held.getOrDefault(poorest, 0)) {
        poorest = owner;
      }
    }
    return poorest;
  }

  private static final class Ticket {
    private final String owner;
    private final CompletableFuture<Integer> granted = new CompletableFuture<>();
    private int number = NONE;

    Ticket(String owner) {
      this.owner = owner;
    }
  }
}

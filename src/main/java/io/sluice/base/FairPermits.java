package io.sluice.base;

import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/**
 * A fixed number of permits. A free one goes to the waiting owner that holds the fewest, among
 * equals to the one served longest ago; within an owner, to who asked first. Never blocks; all
 * methods may be called on any thread.
 */
public final class FairPermits {
  private static final int NONE = -1;

  private static final Comparator<Owner> POOREST_FIRST =
      Comparator.<Owner>comparingInt(owner -> owner.held)
          .thenComparingLong(owner -> owner.servedAt);

  private final BitSet free = new BitSet();
  private final Map<String, Owner> owners = new LinkedHashMap<>();
  private long served;
  private boolean closed;

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

  /** Grants no permit any more: who waits does so until it is cancelled. */
  public synchronized void close() {
    closed = true;
  }

  /** How many wait for a permit. */
  public synchronized int waiting() {
    return owners.values().stream().mapToInt(owner -> owner.waiting.size()).sum();
  }

  private <T> Uni<T> enter(Ticket ticket, IntFunction<Uni<T>> work) {
    synchronized (this) {
      owners.computeIfAbsent(ticket.owner, unused -> new Owner()).waiting.add(ticket);
    }
    grantFree();
    return Uni.createFrom()
        .completionStage(ticket.granted)
        .chain(number -> work.apply(number))
        .onTermination()
        .invoke(() -> leave(ticket));
  }

  /** May come twice for one ticket: a join cancels also the one that failed it. */
  private void leave(Ticket ticket) {
    synchronized (this) {
      if (ticket.left) {
        return;
      }
      ticket.left = true;
      Owner owner = owners.get(ticket.owner);
      if (ticket.number == NONE) {
        owner.waiting.remove(ticket);
      } else {
        owner.held--;
        free.set(ticket.number);
      }
      if (owner.held == 0 && owner.waiting.isEmpty()) {
        owners.remove(ticket.owner);
      }
    }
    grantFree();
  }

  /** Completes outside of the lock: what waits goes on at once, on this thread. */
  private void grantFree() {
    takeFree().forEach(ticket -> ticket.granted.complete(ticket.number));
  }

  private synchronized List<Ticket> takeFree() {
    List<Ticket> granted = new ArrayList<>();
    while (!closed && !free.isEmpty()) {
      Optional<Owner> next =
          owners.values().stream().filter(owner -> !owner.waiting.isEmpty()).min(POOREST_FIRST);
      if (next.isEmpty()) {
        break;
      }
      granted.add(grant(next.get()));
    }
    return granted;
  }

  private Ticket grant(Owner owner) {
    Ticket ticket = owner.waiting.remove();
    ticket.number = free.nextSetBit(0);
    free.clear(ticket.number);
    owner.held++;
    owner.servedAt = ++served;
    return ticket;
  }

  private static final class Owner {
    private final Deque<Ticket> waiting = new ArrayDeque<>();
    private int held;
    private long servedAt;
  }

  private static final class Ticket {
    private final String owner;
    private final CompletableFuture<Integer> granted = new CompletableFuture<>();
    private int number = NONE;
    private boolean left;

    Ticket(String owner) {
      this.owner = owner;
    }
  }
}

package io.sluice.base;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Time that stands still until {@link #advance}: sleeps and periodic tasks then fire on the calling
 * thread, in the order they are due, each at its own instant. Scheduling and cancelling are allowed
 * from any thread and from inside a task.
 */
public final class ManualTimekeeper implements Timekeeper {
  private record Entry(Instant due, long sequence, Runnable task) {}

  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparing(Entry::due).thenComparing(Entry::sequence));
  private final Instant start;
  private Instant now;
  private long sequence;

  public ManualTimekeeper() {
    this(Instant.parse("2026-11-01T00:00:00Z"));
  }

  public ManualTimekeeper(Instant start) {
    this.start = start;
    this.now = start;
  }

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized long nanoTime() {
    return Duration.between(start, now).toNanos();
  }

  @Override
  public Uni<Void> sleep(Duration delay) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              Entry entry = schedule(delay, () -> emitter.complete(null));
              emitter.onTermination(() -> unschedule(entry));
            });
  }

  @Override
  public Cancellable every(Duration period, Runnable task) {
    return new Periodic(period, task);
  }

  /** Lets time pass and fires whatever falls due on the way, also what that itself schedules. */
  public void advance(Duration step) {
    Instant target = now().plus(step);
    for (Optional<Entry> next = takeDue(target); next.isPresent(); next = takeDue(target)) {
      next.get().task().run();
    }
    moveTo(target);
  }

  /** How many sleeps and periodic tasks wait; lets a test see that other threads went to sleep. */
  public synchronized int waiting() {
    return entries.size();
  }

  private synchronized Optional<Entry> takeDue(Instant target) {
    Entry first = entries.peek();
    if (first == null || first.due().isAfter(target)) {
      return Optional.empty();
    }
    moveTo(first.due());
    return Optional.of(entries.remove());
  }

  private synchronized void moveTo(Instant instant) {
    now = instant.isAfter(now) ? instant : now;
  }

  private synchronized Entry schedule(Duration delay, Runnable task) {
    Entry entry = new Entry(now.plus(delay), sequence++, task);
    entries.add(entry);
    return entry;
  }

  private synchronized void unschedule(Entry entry) {
    entries.remove(entry);
  }

  private final class Periodic implements Cancellable {
    private final Duration period;
    private final Runnable task;
    private Entry next;
    private boolean cancelled;

    Periodic(Duration period, Runnable task) {
      if (period.isNegative() || period.isZero()) {
        throw new IllegalArgumentException("a period must be positive, not " + period);
      }
      this.period = period;
      this.task = task;
      this.next = schedule(period, this::fire);
    }

    private void fire() {
      synchronized (this) {
        if (cancelled) {
          return;
        }
        next = schedule(period, this::fire);
      }
      task.run();
    }

    @Override
    public synchronized void cancel() {
      cancelled = true;
      unschedule(next);
    }
  }
}

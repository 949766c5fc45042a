package io.sluice.simulation;

import io.smallrye.mutiny.Uni;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What the edges of one life still owe. The simulation picks what happens next; the order in which
 * things came to wait decides nothing, as it may hang on the order of a hash.
 */
final class Events {
  private final TreeSet<Event> pending =
      new TreeSet<>(Comparator.comparing(Event::label).thenComparing(Event::number));
  private final World world;
  private long added;

  /**
   * Something that may happen.
   *
   * @param held whether it hangs, until the world lets all go on
   * @param work whether it is part of an export's journey, and no answer to a question
   */
  record Event(String label, long number, boolean held, boolean work, Runnable action) {}

  Events(World world) {
    this.world = world;
  }

  /** Lets the action wait until it is picked. */
  Event add(String label, Runnable action) {
    return add(label, false, action);
  }

  private Event add(String label, boolean work, Runnable action) {
    Event event = new Event(label, added++, world.happens(world.mix().hangs()), work, action);
    pending.add(event);
    return event;
  }

  void remove(Event event) {
    pending.remove(event);
  }

  /** Completes when it is picked; with what is decided then. Whoever cancels takes it back. */
  <T> Uni<T> later(String label, Supplier<T> outcome) {
    return later(label, false, outcome);
  }

  /** The same, of the journey of an export. */
  <T> Uni<T> work(String label, Supplier<T> outcome) {
    return later(label, true, outcome);
  }

  private <T> Uni<T> later(String label, boolean work, Supplier<T> outcome) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              Event event =
                  add(
                      label,
                      work,
                      () -> {
                        try {
                          emitter.complete(outcome.get());
                        } catch (RuntimeException e) {
                          emitter.fail(e);
                        }
                      });
              emitter.onTermination(() -> remove(event));
            });
  }

  /** Takes one of those that may happen now. */
  Optional<Event> take(Random random) {
    List<Event> ready = pending.stream().filter(this::mayHappen).toList();
    if (ready.isEmpty()) {
      return Optional.empty();
    }
    Event picked = ready.get(random.nextInt(ready.size()));
    pending.remove(picked);
    return Optional.of(picked);
  }

  private boolean mayHappen(Event event) {
    return (world.calm() || !event.held()) && !(event.work() && world.holdsWork());
  }

  /** What hung goes on. */
  void letGo() {
    List<Event> held = pending.stream().filter(Event::held).toList();
    pending.removeAll(held);
    held.forEach(e -> pending.add(new Event(e.label(), e.number(), false, e.work(), e.action())));
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }
}

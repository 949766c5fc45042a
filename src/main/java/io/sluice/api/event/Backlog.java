package io.sluice.api.event;

import io.sluice.base.ExportId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a reader has still to be told: of each export its transitions in order, and of progress only
 * the newest. Once more than a few transitions wait, the reader is slow, and only the newest moment
 * of each export stays: it names the states before it in its {@code phases}. Not safe for threads.
 */
final class Backlog {
  private static final int MOST_TRANSITIONS = 64;

  private final Map<ExportId, Deque<Event>> waiting = new LinkedHashMap<>();
  private final Map<ExportId, Event> newest = new HashMap<>();
  private int transitions;
  private boolean begun;

  /**
   * Takes a newer moment; an older one than was taken before is left out.
   *
   * @return whether it is a transition, of which the reader is to hear at once
   */
  boolean add(Event event) {
    Event before = newest.get(event.id());
    if (before != null && before.version() >= event.version()) {
      return false;
    }
    newest.put(event.id(), event);
    boolean transition = before == null || !before.sameState(event);
    Deque<Event> events = waiting.computeIfAbsent(event.id(), id -> new ArrayDeque<>(2));
    if (!events.isEmpty() && transition) {
      transitions++;
    } else {
      events.pollLast();
    }
    events.add(event);
    if (transitions > MOST_TRANSITIONS) {
      keepNewestOnly();
    }
    return transition;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Takes out the next event to write. */
  Optional<Event> next() {
    Iterator<Deque<Event>> first = waiting.values().iterator();
    if (!first.hasNext()) {
      return Optional.empty();
    }
    Deque<Event> events = first.next();
    Event event = events.remove();
    if (events.isEmpty()) {
      first.remove();
    } else {
      transitions--;
    }
    if (begun && !event.export().active()) {
      newest.remove(event.id());
    }
    return Optional.of(event);
  }

  /** The snapshot has been added: it will not bring an end that was told meanwhile once more. */
  void begin() {
    begun = true;
    newest.values().removeIf(event -> !event.export().active() && !waiting.containsKey(event.id()));
  }

  void forget(ExportId id) {
    Deque<Event> gone = waiting.remove(id);
    transitions -= gone == null ? 0 : gone.size() - 1;
    newest.remove(id);
  }

  private void keepNewestOnly() {
    waiting.values().forEach(Backlog::keepNewest);
    transitions = 0;
  }

  private static void keepNewest(Deque<Event> events) {
    while (events.size() > 1) {
      events.remove();
    }
  }
}

package io.sluice.export.run;

import io.sluice.base.ExportId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Exports that were at work at several deaths of the process in a row. One of them may be the
 * cause, so they go one at a time: the next death then counts against it alone. Safe from any
 * thread.
 */
final class Suspects {
  private static final int MORE_THAN_CHANCE = 2;

  private final Deque<ExportId> waiting = new ArrayDeque<>();
  private Optional<ExportId> atWork = Optional.empty();

  /** Whether the process died too often beside an export that is about to be tried again. */
  static boolean include(int attempts) {
    return attempts > MORE_THAN_CHANCE;
  }

  synchronized void add(ExportId id) {
    waiting.add(id);
  }

  /** Takes the next one where none is at work. */
  synchronized Optional<ExportId> next() {
    if (atWork.isPresent() || waiting.isEmpty()) {
      return Optional.empty();
    }
    atWork = Optional.of(waiting.remove());
    return atWork;
  }

  /** It has ended or waits no more; nothing happens where it is none of them. */
  synchronized void done(ExportId id) {
    waiting.remove(id);
    atWork = atWork.filter(other -> !other.equals(id));
  }

  synchronized int waiting() {
    return waiting.size();
  }
}

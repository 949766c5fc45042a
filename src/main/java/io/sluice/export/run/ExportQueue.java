package io.sluice.export.run;

import io.sluice.base.ErrorCode;
import io.sluice.base.ExportId;
import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All that is accepted and has not ended; its number is bounded. Each connection's exports go to
 * their project in the order they came, and one at a time stands before it until it has a place
 * there: so a project that cannot be reached fails one after the other and not all at once. Safe
 * from any thread.
 */
final class ExportQueue {
  private static final Duration SHORTEST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

  /**
   * Unloaded tables wait here no longer than it takes to work off so many times what is at work.
   */
  private static final int AHEAD = 4;

  /** One connection's exports. */
  private static final class Lane {
    private final Deque<ExportId> waiting = new ArrayDeque<>();
    private Optional<ExportId> first = Optional.empty();
    private long lastServed;
  }

  private final int parallel;
  private final int limit;
  private final Timekeeper time;
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final Map<ExportId, Lane> started = new HashMap<>();
  private final Map<ExportId, Lane> begun = new LinkedHashMap<>();
  private int reserved;
  private long served;
  private Instant lastRelease;
  private Duration betweenReleases = Duration.ofSeconds(10);

  /**
   * @param parallel how many work here at once; nothing is started where it is none
   * @param limit how many more may have been accepted
   */
  ExportQueue(int parallel, int limit, Timekeeper time) {
    this.parallel = parallel;
    this.limit = limit;
    this.time = time;
    this.lastRelease = time.now();
  }

  /** Keeps so many places, or none and fails with {@code queue-full}. */
  synchronized void reserve(int places) {
    if (places > free()) {
      throw new SluiceException(
              ErrorCode.QUEUE_FULL,
              ("%d exports have not ended yet, and no more than sluice.exports.parallel=%d and"
                      + " sluice.exports.queue-limit=%d together may be accepted; ask again later")
                  .formatted(waiting() + started.size(), parallel, limit))
          .retryAfter(retryAfter());
    }
    reserved += places;
  }

  /** How many more may be accepted; fewer than none where what was restored is more. */
  synchronized int free() {
    return parallel + limit - reserved - waiting() - started.size();
  }

  /** Gives a reserved place back. */
  synchronized void giveBack() {
    reserved--;
  }

  /** Lets the export wait in its reserved place. */
  synchronized void add(String connection, ExportId id) {
    reserved--;
    restore(connection, id);
  }

  /** Lets an export wait that had been accepted before a restart, whatever the limit is now. */
  synchronized void restore(String connection, ExportId id) {
    lane(connection).waiting.add(id);
  }

  /** The same for one whose job has been started: it is next, and waits for nobody. */
  synchronized void restoreBegun(String connection, ExportId id) {
    begun.put(id, lane(connection));
  }

  /**
   * Takes the next export that may start now, if any; it counts until it is released.
   *
   * @param unloaded how many tables wait for room here: too many keep further jobs from starting
   */
  synchronized Optional<ExportId> next(int unloaded) {
    Optional<ExportId> first = begun.keySet().stream().findFirst().filter(id -> parallel > 0);
    if (first.isPresent()) {
      started.put(first.get(), begun.remove(first.get()));
      return first;
    }
    if (unloaded >= AHEAD * parallel) {
      return Optional.empty();
    }
    return lanes.values().stream()
        .filter(lane -> lane.first.isEmpty() && !lane.waiting.isEmpty())
        .min(Comparator.comparingLong(lane -> lane.lastServed))
        .map(this::serve);
  }

  /** The export has a place in its project: the next of its connection may go there. */
  synchronized void placed(ExportId id) {
    Lane lane = started.get(id);
    if (lane != null) {
      lane.first = lane.first.filter(other -> !other.equals(id));
    }
  }

  /** The export waits no more, or has ended; nothing happens where it is not here. */
  synchronized void release(ExportId id) {
    placed(id);
    if (started.remove(id) != null) {
      noteRelease();
    } else if (begun.remove(id) == null) {
      lanes.values().forEach(lane -> lane.waiting.remove(id));
    }
  }

  synchronized int waiting() {
    return begun.size() + lanes.values().stream().mapToInt(lane -> lane.waiting.size()).sum();
  }

  synchronized int running() {
    return started.size();
  }

  private Lane lane(String connection) {
    return lanes.computeIfAbsent(connection, name -> new Lane());
  }

  private ExportId serve(Lane lane) {
    ExportId id = lane.waiting.remove();
    lane.first = Optional.of(id);
    lane.lastServed = ++served;
    started.put(id, lane);
    return id;
  }

  private void noteRelease() {
    Instant now = time.now();
    betweenReleases =
        betweenReleases.multipliedBy(3).plus(Duration.between(lastRelease, now)).dividedBy(4);
    lastRelease = now;
  }

  /** About when the next place will be free. */
  synchronized Duration retryAfter() {
    if (betweenReleases.compareTo(SHORTEST_RETRY) < 0) {
      return SHORTEST_RETRY;
    }
    return betweenReleases.compareTo(LONGEST_RETRY) < 0 ? betweenReleases : LONGEST_RETRY;
  }
}

package io.sluice.export.run;

import io.sluice.base.ErrorCode;
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
 * Who runs and who waits. Each connection's exports start in the order they came; a free slot goes
 * to the connection that runs the fewest, then to the one that was served longest ago. What waits
 * is bounded. Safe from any thread.
 */
final class ExportQueue {
  private static final Duration SHORTEST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

  /** One connection's share. */
  private static final class Lane {
    private final Deque<String> waiting = new ArrayDeque<>();
    private int running;
    private long lastServed;
  }

  private final int parallel;
  private final int limit;
  private final Timekeeper time;
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final Map<String, Lane> running = new HashMap<>();
  private int reserved;
  private int waiting;
  private long served;
  private Instant lastRelease;
  private Duration betweenReleases = Duration.ofSeconds(10);

  /**
   * @param parallel how many run at once
   * @param limit how many may wait beside them
   */
  ExportQueue(int parallel, int limit, Timekeeper time) {
    this.parallel = parallel;
    this.limit = limit;
    this.time = time;
    this.lastRelease = time.now();
  }

  /** Keeps a place for an export that is about to be accepted; {@code queue-full} without one. */
  void reserve() {
    reserve(1);
  }

  /** Keeps so many places, or none and fails with {@code queue-full}. */
  synchronized void reserve(int places) {
    if (reserved + waiting + running.size() + places > parallel + limit) {
      throw new SluiceException(
              ErrorCode.QUEUE_FULL,
              waiting
                  + " exports wait already, the most that sluice.exports.queue-limit="
                  + limit
                  + " allows; ask again later")
          .retryAfter(retryAfter());
    }
    reserved += places;
  }

  /** Gives a reserved place back. */
  synchronized void giveBack() {
    reserved--;
  }

  /** Lets the export wait in its reserved place. */
  synchronized void add(String connection, String id) {
    reserved--;
    restore(connection, id);
  }

  /** Lets an export wait that had been accepted before a restart, whatever the limit is now. */
  synchronized void restore(String connection, String id) {
    lanes.computeIfAbsent(connection, name -> new Lane()).waiting.add(id);
    waiting++;
  }

  /** Takes the next export that may start now, if any; it holds a slot until it is released. */
  synchronized Optional<String> next() {
    if (running.size() >= parallel) {
      return Optional.empty();
    }
    return lanes.values().stream()
        .filter(lane -> !lane.waiting.isEmpty())
        .min(
            Comparator.<Lane>comparingInt(lane -> lane.running)
                .thenComparingLong(lane -> lane.lastServed))
        .map(this::serve);
  }

  /**
   * The export waits no more, or its slot is free again; nothing happens where it was in neither.
   */
  synchronized void release(String id) {
    Lane lane = running.remove(id);
    if (lane == null) {
      lanes.values().stream()
          .filter(other -> other.waiting.remove(id))
          .findFirst()
          .ifPresent(other -> waiting--);
    } else {
      lane.running--;
      noteRelease();
    }
    lanes.values().removeIf(idle -> idle.running == 0 && idle.waiting.isEmpty());
  }

  synchronized int waiting() {
    return waiting;
  }

  synchronized int running() {
    return running.size();
  }

  private String serve(Lane lane) {
    String id = lane.waiting.remove();
    waiting--;
    lane.running++;
    lane.lastServed = ++served;
    running.put(id, lane);
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

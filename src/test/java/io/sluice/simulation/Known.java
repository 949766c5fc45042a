package io.sluice.simulation;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What the world outside knows of one export. */
final class Known {
  /** Its name in the trace: the same in each run of the seed. */
  final String name;

  /** Its table, once somebody was told of it. */
  String table = "";

  /** When somebody was first told of it. */
  OptionalInt toldAt = OptionalInt.empty();

  /** Whether an equal request under way would have been as good when it was inserted. */
  boolean joins;

  /** When it was inserted. */
  int insertedAt;

  /** When its end became durable. */
  OptionalInt endedAt = OptionalInt.empty();

  /** The end that somebody was told of. */
  Optional<String> end = Optional.empty();

  /** The lives of which a stream has told its end. */
  final Set<Integer> endToldIn = new HashSet<>();

  /** When that was told first. */
  OptionalInt endToldAt = OptionalInt.empty();

  /** The life in which it ended, where that was seen. */
  int endedInLife;

  /** Whether the upstream was asked to unload it. */
  boolean unloads;

  /** Whether its result could not be removed; then that is kept as long as its record. */
  boolean leftBehind;

  /** Whether somebody has asked for its removal. */
  boolean removing;

  /** Whether it is known to be gone. */
  boolean removed;

  Known(String name) {
    this.name = name;
  }

  boolean endedBefore(int step) {
    return endedAt.isPresent() && endedAt.getAsInt() <= step;
  }
}

package io.sluice.simulation;

import io.sluice.export.model.Asked;
import java.util.Optional;
import java.util.OptionalInt;

/** What the world outside knows of one export. */
final class Known {
  /** Its name in the trace: the same in each run of the seed. */
  final String name;

  /** What it was asked for, once somebody was told of it. */
  Optional<Asked> asked = Optional.empty();

  /** Whether neither a key nor a batch tells it from an equal request. */
  boolean plain;

  /** When somebody was first told of it. */
  OptionalInt toldAt = OptionalInt.empty();

  /** When the request came that made it, where it was plain and its answer arrived. */
  OptionalInt askedAt = OptionalInt.empty();

  /** When its end became durable. */
  OptionalInt endedAt = OptionalInt.empty();

  /** The end that somebody was told of. */
  Optional<String> end = Optional.empty();

  /** The life in which it ended, where that was seen. */
  int endedInLife;

  /** The life that last unloaded it, if any. */
  boolean unloads;

  /** Whether somebody has asked for its removal. */
  boolean removing;

  /** Whether it is known to be gone. */
  boolean removed;

  Known(String name) {
    this.name = name;
  }

  boolean asksAs(Known other) {
    return asked.isPresent() && asked.equals(other.asked);
  }

  boolean endedBefore(int step) {
    return endedAt.isPresent() && endedAt.getAsInt() <= step;
  }
}

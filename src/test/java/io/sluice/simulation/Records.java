package io.sluice.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.journal.Checkpoint;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What is durable, and what must hold for it whatever the process does. */
final class Records {
  private static final Set<String> ENDS = Set.of("succeeded", "failed", "cancelled");

  private final World world;
  private final Map<String, Checkpoint> records = new TreeMap<>();
  private final Map<String, byte[]> parts = new HashMap<>();
  private final Set<String> removed = new HashSet<>();

  Records(World world) {
    this.world = world;
  }

  void write(Checkpoint newer, Map<String, byte[]> contents) {
    Checkpoint before = records.get(newer.id());
    if (before != null) {
      check(before, newer);
    }
    if (removed.contains(newer.id())) {
      world.violated(name(newer) + " is written again after it was removed");
    }
    if (!parts.keySet().containsAll(newer.parts())
        && !contents.keySet().containsAll(newer.parts())) {
      world.violated(name(newer) + " names parts that are not kept");
    }
    parts.putAll(contents);
    records.put(newer.id(), newer);
    if (ENDS.contains(state(newer))) {
      world.ledger().ended(newer.id());
    }
  }

  private void check(Checkpoint before, Checkpoint newer) {
    if (newer.version() < before.version()) {
      world.violated(
          name(newer) + " v" + newer.version() + " is written over v" + before.version());
    }
    if (newer.version() == before.version() && phases(newer) != phases(before)) {
      world.violated(name(newer) + " v" + newer.version() + " means two things");
    }
    if (ENDS.contains(state(before)) && !state(newer).equals(state(before))) {
      world.violated(name(newer) + " was " + state(before) + " and is " + state(newer));
    }
  }

  void remove(String id) {
    removed.add(id);
    world.ledger().removing(id);
    records.remove(id);
    Set<String> named = new HashSet<>();
    records.values().forEach(record -> named.addAll(record.parts()));
    parts.keySet().retainAll(named);
  }

  Optional<Checkpoint> find(String id) {
    return Optional.ofNullable(records.get(id));
  }

  Collection<Checkpoint> all() {
    return records.values();
  }

  Optional<byte[]> part(String name) {
    return Optional.ofNullable(parts.get(name));
  }

  static String state(Checkpoint checkpoint) {
    return checkpoint.document().get("state").get("state").asText();
  }

  static int phases(Checkpoint checkpoint) {
    return checkpoint.document().get("phases").size();
  }

  /** The idempotency key that it was asked for under. */
  static Optional<String> key(Checkpoint checkpoint) {
    return Optional.ofNullable(submission(checkpoint).get("idempotencyKey"))
        .filter(key -> !key.isNull())
        .map(key -> key.asText());
  }

  /** Its place in a batch, the same for no other export. */
  static Optional<String> place(Checkpoint checkpoint) {
    return Optional.ofNullable(submission(checkpoint).get("batch"))
        .filter(batch -> !batch.isNull())
        .map(batch -> batch.get("id").asText() + " " + batch.get("position").asInt());
  }

  private static ObjectNode submission(Checkpoint checkpoint) {
    return (ObjectNode) checkpoint.document().get("submission");
  }

  private String name(Checkpoint checkpoint) {
    return world.ledger().name(checkpoint.id());
  }
}

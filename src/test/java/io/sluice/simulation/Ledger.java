package io.sluice.simulation;

import io.sluice.export.model.Acceptance;
import io.sluice.export.model.Batch;
import io.sluice.export.model.Export;
import io.sluice.journal.Checkpoint;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What anybody was told, and what must hold for it. */
final class Ledger {
  private final World world;
  private final Map<String, Known> exports = new LinkedHashMap<>();

  /** What each key made: an export or a batch. */
  private final Map<String, String> keys = new HashMap<>();

  private final Map<String, List<String>> members = new HashMap<>();
  private int life;

  Ledger(World world) {
    this.world = world;
  }

  /** The export's name in the trace. */
  String name(String id) {
    return known(id).name;
  }

  Known known(String id) {
    return exports.computeIfAbsent(id, added -> new Known("e" + (exports.size() + 1)));
  }

  /** The exports of which somebody was told, and that are not gone. */
  List<String> ids() {
    return exports.entrySet().stream()
        .filter(entry -> entry.getValue().toldAt.isPresent() && !entry.getValue().removed)
        .map(Map.Entry::getKey)
        .toList();
  }

  Collection<Known> all() {
    return exports.values();
  }

  void beginLife() {
    life++;
  }

  int life() {
    return life;
  }

  /** Somebody was told of an export as it is. */
  void told(Export export) {
    told(export, world.step());
  }

  /** Somebody was told of an export as it is, or was when the question came. */
  private void told(Export export, int asked) {
    Known known = known(export.id());
    if (known.toldAt.isEmpty()) {
      known.toldAt = OptionalInt.of(world.step());
      known.asked = Optional.of(export.asked());
      known.plain = export.submission().plain();
    }
    if (known.removing) {
      return;
    }
    durable(known, export);
    String state = export.state().label();
    boolean endedMeanwhile = asked < world.step() && !known.endedBefore(asked);
    if (known.end.isPresent() && !known.end.get().equals(state) && !endedMeanwhile) {
      world.violated(known.name + " was told to be " + known.end.get() + " and is " + state);
    }
    if (!export.active() && known.end.isEmpty()) {
      known.end = Optional.of(state);
    }
  }

  private void durable(Known known, Export export) {
    Optional<Checkpoint> kept = world.records().find(export.id());
    if (kept.isEmpty()) {
      world.violated(known.name + " is told and not kept");
    } else if (Records.phases(kept.get()) < export.phases().size()) {
      world.violated(
          known.name + " is told to be " + export.state().label() + " before that is durable");
    } else if (!export.active() && !Records.state(kept.get()).equals(export.state().label())) {
      world.violated(known.name + " is told to have ended and is kept as another thing");
    }
  }

  /** An answer to a request without a batch. */
  void accepted(Acceptance acceptance, Optional<String> key, int askedAt) {
    told(acceptance.export());
    Known known = known(acceptance.export().id());
    key.ifPresent(given -> belongs(given, acceptance.export().id(), known));
    if (known.plain && acceptance.how() == Acceptance.How.NEW) {
      known.askedAt = OptionalInt.of(askedAt);
      exports.values().stream()
          .filter(other -> other != known && other.asksAs(known))
          .filter(other -> wasUnderWay(other, known, askedAt))
          .forEach(
              other ->
                  world.violated(
                      known.name + " was made beside " + other.name + ", an equal request"));
    }
  }

  private static boolean wasUnderWay(Known other, Known added, int askedAt) {
    boolean throughout = other.toldAt.getAsInt() < askedAt && other.endedAt.isEmpty();
    boolean atTheSameTime =
        other.askedAt.isPresent()
            && !other.endedBefore(askedAt)
            && !added.endedBefore(other.askedAt.getAsInt());
    return throughout || atTheSameTime;
  }

  private void belongs(String key, String id, Known known) {
    String earlier = keys.put(key, id);
    if (earlier != null && !earlier.equals(id) && !known(earlier).removing) {
      world.violated("key " + key + " made " + name(earlier) + " and " + known.name);
    }
  }

  /** An answer to a request for a batch. */
  void accepted(Batch batch, Optional<String> key, int askedAt) {
    batch.exports().forEach(export -> told(export, askedAt));
    key.ifPresent(given -> belongs(given, batch));
    members.put(batch.id(), batch.exports().stream().map(Export::id).toList());
  }

  private void belongs(String key, Batch batch) {
    String earlier = keys.put(key, batch.id());
    if (earlier != null
        && !earlier.equals(batch.id())
        && members.get(earlier).stream().noneMatch(id -> known(id).removing)) {
      world.violated("key " + key + " made two batches");
    }
  }

  /** Work is asked for. */
  void mayWork(String id, String what) {
    Known known = known(id);
    known.end.ifPresent(
        end -> world.violated(known.name + " is " + end + " and goes on with " + what));
  }

  /** The upstream is asked to unload it. */
  void unloads(String id) {
    Known known = known(id);
    known.unloads = true;
    if (known.plain) {
      exports.values().stream()
          .filter(other -> other != known && other.plain && other.asksAs(known))
          .filter(other -> other.unloads && other.endedAt.isEmpty() && !other.removed)
          .forEach(
              other ->
                  world.violated(known.name + " is unloaded beside " + other.name + ", an equal"));
    }
  }

  /** Its end is durable. */
  void ended(String id) {
    Known known = known(id);
    if (known.endedAt.isEmpty()) {
      known.endedAt = OptionalInt.of(world.step());
      known.endedInLife = life;
    }
  }

  /** Whether an export of that table has been under way since before this step. */
  boolean isUnderWay(String table) {
    return exports.values().stream()
        .filter(known -> known.toldAt.isPresent() && known.toldAt.getAsInt() < world.step())
        .filter(known -> known.endedAt.isEmpty() && !known.removing)
        .anyMatch(known -> known.asked.get().request().table().equals(table));
  }

  void removing(String id) {
    known(id).removing = true;
  }

  void removed(String id) {
    Known known = known(id);
    known.removing = true;
    known.removed = true;
  }
}

package io.sluice.simulation;

import io.sluice.export.model.Acceptance;
import io.sluice.export.model.Batch;
import io.sluice.export.model.Export;
import io.sluice.simulation.Records.RecordedRow;
import java.util.ArrayList;
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

  /** When each life began. */
  private final List<Integer> begun = new ArrayList<>();

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

  /** The number of a life that begins. */
  int beginLife() {
    begun.add(world.step());
    return begun.size();
  }

  /** A stream of that life tells of an export as it is; that of another may be behind. */
  void streamed(Export export, int life) {
    Known known = meet(export);
    String state = export.state().label();
    if (!export.active() || known.endToldIn.contains(life)) {
      contradiction(known, state);
    }
    if (!export.active()) {
      known.endToldIn.add(life);
      known.endToldAt = OptionalInt.of(known.endToldAt.orElse(world.step()));
      known.end = Optional.of(state);
    }
  }

  /** An answer tells of an export, as it is or was when the question came. */
  void answered(Export export, int askedAt) {
    Known known = meet(export);
    if (known.endedBefore(askedAt)) {
      contradiction(known, export.state().label());
    }
  }

  private Known meet(Export export) {
    Known known = known(export.id().value());
    if (known.toldAt.isEmpty()) {
      known.toldAt = OptionalInt.of(world.step());
      known.table = export.request().table().value();
    }
    if (!known.removing) {
      durable(known, export);
    }
    return known;
  }

  private void contradiction(Known known, String state) {
    if (known.end.isPresent() && !known.removing && !known.end.get().equals(state)) {
      world.violated(known.name + " was told to be " + known.end.get() + " and is " + state);
    }
  }

  private void durable(Known known, Export export) {
    Optional<RecordedRow> kept = world.records().find(export.id().value());
    if (kept.isEmpty()) {
      world.violated(known.name + " is told and not kept");
    } else if (kept.get().phases() < export.phases().size()) {
      world.violated(
          known.name + " is told to be " + export.state().label() + " before that is durable");
    } else if (!export.active() && !kept.get().state().equals(export.state().label())) {
      world.violated(known.name + " is told to have ended and is kept as another thing");
    }
  }

  /** An answer to a request without a batch. */
  void accepted(Acceptance acceptance, Optional<String> key, int askedAt) {
    answered(acceptance.export(), askedAt);
    Known known = known(acceptance.export().id().value());
    key.ifPresent(given -> belongs(given, acceptance.export().id().value(), known));
  }

  private void belongs(String key, String id, Known known) {
    String earlier = keys.put(key, id);
    boolean gone = known.removing || (earlier != null && known(earlier).removing);
    if (earlier != null && !earlier.equals(id) && !gone) {
      world.violated("key " + key + " made " + name(earlier) + " and " + known.name);
    }
  }

  /** An answer to a request for a batch. */
  void accepted(Batch batch, Optional<String> key, int askedAt) {
    batch.exports().forEach(export -> answered(export, askedAt));
    key.ifPresent(given -> belongs(given, batch));
    members.put(batch.id(), batch.exports().stream().map(export -> export.id().value()).toList());
  }

  private void belongs(String key, Batch batch) {
    String earlier = keys.put(key, batch.id());
    if (earlier != null
        && !earlier.equals(batch.id())
        && members.get(earlier).stream().noneMatch(id -> known(id).removing)) {
      world.violated("key " + key + " made two batches");
    }
  }

  /** Work is asked for in that life, which may not know of an end that another one told. */
  void mayWork(String id, String what, int life) {
    Known known = known(id);
    boolean knows =
        known.endToldIn.contains(life)
            || (known.endToldAt.isPresent() && known.endToldAt.getAsInt() < begun.get(life - 1));
    if (knows) {
      world.violated(known.name + " is " + known.end.get() + " and goes on with " + what);
    }
  }

  /** The upstream is asked to unload it: not beside an equal one, unless a key wants it so. */
  void unloads(String id) {
    Known known = known(id);
    known.unloads = true;
    world.records().all().stream()
        .filter(other -> other.underWay() && !other.row().id().equals(id))
        .filter(other -> known(other.row().id()).unloads && oneWasEnough(id, other))
        .forEach(
            other ->
                world.violated(
                    known.name + " is unloaded beside " + name(other.row().id()) + ", an equal"));
  }

  private boolean oneWasEnough(String id, RecordedRow other) {
    Optional<RecordedRow> mine = world.records().find(id);
    if (mine.isEmpty()
        || !mine.get().row().labels().digest().equals(other.row().labels().digest())) {
      return false;
    }
    boolean mineIsLater = known(id).insertedAt > known(other.row().id()).insertedAt;
    return mineIsLater ? known(id).joins : known(other.row().id()).joins;
  }

  /** Its end is durable. */
  void ended(String id, int life) {
    Known known = known(id);
    if (known.endedAt.isEmpty()) {
      known.endedAt = OptionalInt.of(world.step());
      known.endedInLife = life;
    }
  }

  /** Whether an export of that table has been under way since before this step. */
  boolean isUnderWay(String table, int since) {
    return exports.entrySet().stream()
        .filter(entry -> entry.getValue().table.equals(table) && !entry.getValue().removing)
        .filter(entry -> entry.getValue().toldAt.orElse(since) < since)
        .anyMatch(
            entry ->
                world.records().find(entry.getKey()).filter(RecordedRow::underWay).isPresent());
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

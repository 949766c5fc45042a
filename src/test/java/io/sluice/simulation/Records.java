package io.sluice.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.store.Newcomer;
import io.sluice.store.Row;
import io.sluice.store.SaveOutcome;
import io.sluice.store.file.MemoryStore.Kept;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is durable, and what must hold for it whatever processes do. */
final class Records {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final World world;
  private final Kept kept = new Kept();
  private final Map<String, RecordedRow> records = new TreeMap<>();
  private final Set<String> removed = new HashSet<>();

  /** What was kept though its caller was told otherwise. */
  private final Set<String> unsure = new TreeSet<>();

  /**
   * One row.
   *
   * @param phases how many it has
   * @param joins whether an equal request that is under way would have been as good
   * @param key the idempotency key of a request for this export alone
   * @param places in batches: their keys, where they have one, by batch and position
   */
  record RecordedRow(
      Row row, int phases, boolean joins, Optional<String> key, Map<String, String> places) {
    String state() {
      return row.labels().state();
    }

    boolean underWay() {
      return row.labels().underWay();
    }
  }

  Records(World world) {
    this.world = world;
  }

  /** What the stores of all processes share. */
  Kept kept() {
    return kept;
  }

  void inserted(Newcomer newcomer, boolean sure) {
    Row row = kept.rows.get(newcomer.row().id());
    world.ledger().known(row.id()).insertedAt = world.step();
    RecordedRow added = record(row);
    world.ledger().known(row.id()).joins = added.joins();
    if (removed.contains(row.id()) || records.put(row.id(), added) != null) {
      world.violated(name(row) + " is inserted again");
    }
    if (world.ledger().known(row.id()).joins) {
      records.values().stream()
          .filter(
              other ->
                  !other.row().id().equals(added.row().id())
                      && other.underWay()
                      && asksTheSame(other, added))
          .forEach(
              other ->
                  world.violated(
                      name(row) + " is made beside " + name(other.row()) + ", an equal request"));
    }
    note(row, 0, sure);
  }

  private static boolean asksTheSame(RecordedRow one, RecordedRow other) {
    return one.row().labels().digest().equals(other.row().labels().digest());
  }

  /**
   * @param life that saves it
   * @param sure whether who asked for it is told so; else it counts with the next start
   */
  void saved(Row row, SaveOutcome outcome, int life, boolean sure) {
    if (outcome != SaveOutcome.SAVED) {
      world.say("store refuses " + name(row) + ": " + outcome);
      return;
    }
    RecordedRow newer = record(row);
    RecordedRow before = records.put(row.id(), newer);
    if (before == null) {
      world.violated(name(row) + " is saved and was not there");
    } else if (!unsure.contains(row.id())) {
      check(before, newer);
    }
    note(row, life, sure);
  }

  private void note(Row row, int life, boolean sure) {
    if (sure) {
      unsure.remove(row.id());
      settle(records.get(row.id()), life);
    } else {
      unsure.add(row.id());
    }
  }

  /** Whoever takes a row finds it as it is. */
  void found(String id) {
    if (unsure.remove(id)) {
      find(id).ifPresent(found -> settle(found, 0));
    }
  }

  private void settle(RecordedRow record, int life) {
    if (!record.underWay()) {
      world.ledger().ended(record.row().id(), life);
    }
  }

  private void check(RecordedRow before, RecordedRow newer) {
    String what = name(newer.row());
    if (newer.row().version() < before.row().version()) {
      world.violated(
          what + " v" + newer.row().version() + " is written over v" + before.row().version());
    }
    if (newer.row().version() == before.row().version() && newer.phases() != before.phases()) {
      world.violated(what + " v" + newer.row().version() + " means two things");
    }
    if (newer.row().fence() < before.row().fence()) {
      world.violated(what + " is written under an older claim");
    }
    if (!before.underWay() && !newer.state().equals(before.state())) {
      world.violated(what + " was " + before.state() + " and is " + newer.state());
    }
  }

  void removed(String id) {
    removed.add(id);
    records.remove(id);
    world.ledger().removing(id);
  }

  Optional<RecordedRow> find(String id) {
    return Optional.ofNullable(records.get(id));
  }

  /** Those that have not ended. */
  List<String> underWay() {
    return records.values().stream()
        .filter(RecordedRow::underWay)
        .map(record -> name(record.row()) + " " + record.state())
        .toList();
  }

  List<RecordedRow> all() {
    return new ArrayList<>(records.values());
  }

  private static RecordedRow record(Row row) {
    try {
      JsonNode document = MAPPER.readTree(row.document().json());
      JsonNode submission = document.get("submission");
      Optional<String> key = text(submission.get("idempotencyKey"));
      Map<String, String> places = new TreeMap<>();
      JsonNode batch = submission.path("batch");
      if (batch.isObject()) {
        places.put(place(batch), key.orElse(""));
      }
      for (JsonNode joined : submission.path("joined")) {
        places.put(place(joined.get("membership")), text(joined.get("key")).orElse(""));
      }
      return new RecordedRow(
          row,
          document.get("phases").size(),
          key.isEmpty() || batch.isObject(),
          batch.isObject() ? Optional.empty() : key,
          places);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.ofNullable(node).filter(JsonNode::isTextual).map(JsonNode::asText);
  }

  private static String place(JsonNode membership) {
    return membership.get("id").asText() + " " + membership.get("position").asInt();
  }

  private String name(Row row) {
    return world.ledger().name(row.id());
  }
}

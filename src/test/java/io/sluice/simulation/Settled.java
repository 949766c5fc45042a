package io.sluice.simulation;

import io.sluice.export.model.Export;
import io.sluice.simulation.Records.RecordedRow;
import io.sluice.simulation.World.Delivered;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What must hold when all that was begun has come to its end. */
final class Settled {
  private final World world;
  private final List<Life> lives;

  Settled(World world, List<Life> lives) {
    this.world = world;
    this.lives = lives;
  }

  /** Whatever ended in a life has left nothing there, without anybody who cleans up. */
  void checkBeforeSweep() {
    for (Life life : lives) {
      List<String> waiting = life.clients().waiting();
      if (!waiting.isEmpty()) {
        world.violated("nothing is left to do, and these wait: " + waiting);
      }
      life.shownUnderWay().stream()
          .filter(id -> !world.ledger().known(id).removing)
          .forEach(id -> world.violated("everybody's stream never tells the end of " + name(id)));
      world.ledger().ids().stream()
          .filter(id -> world.ledger().known(id).endedInLife == life.number())
          .forEach(id -> leftNothing(id, life));
    }
  }

  private void leftNothing(String id, Life life) {
    Known known = world.ledger().known(id);
    if (life.slot().disk().holds(id)) {
      world.violated(known.name + " has ended and left scratch");
    }
    if (known.end.equals(Optional.of("cancelled"))
        && !known.leftBehind
        && world.results().containsKey(id)) {
      world.violated(known.name + " was cancelled and left a result");
    }
  }

  /** After a sweep, and with what a list says. */
  void check() {
    lives.forEach(life -> check(life, life.clients().listed()));
    Set<String> kept =
        world.records().all().stream().map(record -> record.row().id()).collect(Collectors.toSet());
    world.ledger().ids().stream()
        .filter(id -> !world.ledger().known(id).removing && !kept.contains(id))
        .forEach(id -> world.violated(name(id) + " is lost"));
    world.results().keySet().stream()
        .filter(id -> !kept.contains(id))
        .forEach(id -> world.violated("a result of " + name(id) + " is left"));
    unique();
    batches();
  }

  private void check(Life life, List<Export> listed) {
    Set<String> ids =
        listed.stream().map(export -> export.id().value()).collect(Collectors.toSet());
    if (ids.size() != listed.size() || ids.size() != world.records().all().size()) {
      world.violated(listed.size() + " are listed, others than are kept");
    }
    for (Export export : listed) {
      world.ledger().answered(export, world.step());
      if (life.slot().disk().holds(export.id().value())) {
        world.violated(name(export.id().value()) + " has scratch after a sweep");
      }
      if (export.state().label().equals("succeeded")
          && !world.ledger().known(export.id().value()).removing) {
        result(export);
      }
    }
  }

  private void result(Export export) {
    long file = export.state().upstream().orElseThrow().fileId().orElseThrow();
    Optional<String> found =
        Optional.ofNullable(world.results().get(export.id().value())).map(Delivered::content);
    if (!found.equals(Optional.of(SimulatedUpstream.content(file)))) {
      world.violated(name(export.id().value()) + " succeeded with " + found);
    }
    if (!export.id().value().equals(world.jobs().exportOf(file))) {
      world.violated(name(export.id().value()) + " has another export's rows");
    }
  }

  /** One export for a key, and for a place in a batch. */
  private void unique() {
    Set<String> seen = new HashSet<>();
    for (RecordedRow record : world.records().all()) {
      record.key().filter(key -> !seen.add("key " + key)).ifPresent(this::twice);
      record.places().keySet().stream().filter(at -> !seen.add(at)).forEach(this::twice);
    }
  }

  private void twice(String what) {
    world.violated("two exports are kept for " + what);
  }

  /** One batch for a key. */
  private void batches() {
    Map<String, String> batches = new TreeMap<>();
    for (RecordedRow record : world.records().all()) {
      record
          .places()
          .forEach(
              (place, key) -> {
                String batch = place.substring(0, place.indexOf(' '));
                String before = key.isEmpty() ? batch : batches.put(key, batch);
                if (before != null && !before.equals(batch)) {
                  world.violated("two batches are kept for key " + key);
                }
              });
    }
  }

  private String name(String id) {
    return world.ledger().name(id);
  }
}

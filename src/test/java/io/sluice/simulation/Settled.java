package io.sluice.simulation;

import io.sluice.export.model.Export;
import io.sluice.journal.Checkpoint;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What must hold when all that was begun has come to its end. */
final class Settled {
  private final World world;
  private final Life life;

  Settled(World world, Life life) {
    this.world = world;
    this.life = life;
  }

  /** Whatever ended in this life has left nothing, without anybody who cleans up. */
  void checkBeforeSweep() {
    List<String> waiting = life.clients().waiting();
    if (!waiting.isEmpty()) {
      world.violated("nothing is left to do, and these wait: " + waiting);
    }
    for (String id : world.ledger().ids()) {
      Known known = world.ledger().known(id);
      if (known.endedInLife == world.ledger().life()) {
        if (world.disk().holdsScratchOf(id)) {
          world.violated(known.name + " has ended and left scratch");
        }
        if (known.end.equals(Optional.of("cancelled")) && world.disk().results().containsKey(id)) {
          world.violated(known.name + " was cancelled and left a result");
        }
      }
    }
  }

  void check() {
    Map<String, Export> listed = new TreeMap<>();
    life.room()
        .exports()
        .list()
        .await()
        .indefinitely()
        .forEach(export -> listed.put(export.id(), export));
    listed.values().forEach(this::check);
    listed.keySet().stream()
        .filter(id -> world.records().find(id).isEmpty())
        .forEach(id -> world.violated(world.ledger().name(id) + " is listed and not kept"));
    world.ledger().ids().stream()
        .filter(id -> !world.ledger().known(id).removing && !listed.containsKey(id))
        .forEach(id -> world.violated(world.ledger().name(id) + " is lost"));
    world.disk().results().keySet().stream()
        .filter(id -> !listed.containsKey(id))
        .forEach(id -> world.violated("a result of " + world.ledger().name(id) + " is left"));
    unique();
  }

  private void check(Export export) {
    world.ledger().told(export);
    if (world.disk().holdsScratchOf(export.id())) {
      world.violated(world.ledger().name(export.id()) + " has scratch after a sweep");
    }
    if (export.state().label().equals("succeeded") && !world.ledger().known(export.id()).removing) {
      result(export);
    }
  }

  private void result(Export export) {
    String name = world.ledger().name(export.id());
    long file = export.state().upstream().orElseThrow().fileId().orElseThrow();
    Optional<String> found = Optional.ofNullable(world.disk().results().get(export.id()));
    if (!found.equals(Optional.of(SimulatedUpstream.content(file)))) {
      world.violated(name + " succeeded with " + found);
    }
    if (!export.id().equals(world.jobs().exportOf(file))) {
      world.violated(name + " has another export's rows");
    }
  }

  /** One export for a key, and for a place in a batch. */
  private void unique() {
    Set<String> seen = new HashSet<>();
    world.records().all().stream()
        .flatMap(Settled::names)
        .filter(name -> !seen.add(name))
        .forEach(name -> world.violated("two exports are kept for " + name));
  }

  private static Stream<String> names(Checkpoint record) {
    Optional<String> place = Records.place(record);
    return place.isPresent()
        ? place.map(at -> "place " + at).stream()
        : Records.key(record).map(key -> "key " + key).stream();
  }
}

package io.sluice.simulation;

import io.sluice.access.Caller;
import io.sluice.base.Directories;
import io.sluice.base.ExportId;
import io.sluice.export.live.ExportFeed;
import io.sluice.export.model.Export;
import io.sluice.store.Claims;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One life of the process, from its start over what was durable to its death. */
final class Life {
  static final int PARALLEL = 2;
  static final int QUEUE = 4;
  static final int PLACES = 3;

  private static final ExportRoom.Settings SETTINGS =
      new ExportRoom.Settings(PARALLEL, QUEUE, 3000, Duration.ofHours(1));

  private final World world;
  private final Slot slot;
  private final int number;
  private final Events events;
  private final LifeTime time;
  private final SimulatedStore store;
  private final ExportRoom room;
  private final Clients clients;
  private final Listener listener = new Listener();
  private boolean leaving;

  /** What a process has before it lives: a place where it works, and a name. */
  record Slot(String name, SimulatedDisk disk) {}

  /**
   * @param directories of which nothing but the names are used
   */
  Life(World world, Slot slot, Directories directories) {
    this.world = world;
    this.slot = slot;
    this.number = world.ledger().beginLife();
    this.events = new Events(world);
    this.time = new LifeTime(world.clock());
    this.store = new SimulatedStore(world, events, number);
    Work work = new Work(world, events, number);
    this.room =
        new ExportRoom(
            new ExportRoom.Neighbours(
                new SimulatedUpstream(world, events, work),
                new SimulatedTransfer(world, work, slot.disk()),
                new SimulatedMerge(world, work, slot.disk()),
                new SimulatedShelf(world, events, work, slot.disk()),
                store,
                claims(),
                store,
                task -> events.add("beside", task),
                new SimulatedContexts(events),
                directories,
                slot.disk().vertx(events),
                time),
            SETTINGS);
    this.clients = new Clients(world, room, number);
    start();
  }

  private Claims claims() {
    return world.mix().database()
        ? new SimulatedClaims(world, events, store.truth().claims(world.clock()))
        : store.truth().ownClaims(time);
  }

  private void start() {
    world.say("-- life " + number + " of " + slot.name());
    room.exports().feed(Caller.program()).listen(listener);
    room.exports()
        .count(Caller.program())
        .subscribe()
        .with(
            count -> {
              world.say("is ready: " + count);
              room.exports().watchOver();
            },
            failure -> world.violated("cannot start: " + failure));
  }

  /** Everybody's event stream. */
  private final class Listener implements ExportFeed.Listener {
    private final Map<String, Export> last = new TreeMap<>();

    @Override
    public void changed(Export export) {
      Export before = last.put(export.id().value(), export);
      if (before != null && before.version() >= export.version()) {
        world.violated(
            "%s v%d is told after v%d"
                .formatted(
                    world.ledger().name(export.id().value()), export.version(), before.version()));
      }
      world.ledger().streamed(export, number);
    }

    @Override
    public void removed(ExportId id, String connection) {
      last.remove(id.value());
      world.ledger().removed(id.value());
    }
  }

  Events events() {
    return events;
  }

  ExportRoom room() {
    return room;
  }

  Clients clients() {
    return clients;
  }

  LifeTime time() {
    return time;
  }

  Slot slot() {
    return slot;
  }

  int number() {
    return number;
  }

  /** The exports that everybody's event stream showed last as under way. */
  List<String> shownUnderWay() {
    return listener.last.values().stream()
        .filter(Export::active)
        .map(export -> export.id().value())
        .toList();
  }

  /** As on SIGTERM: it is about to die. */
  void leave() {
    world.say("-- " + slot.name() + " leaves");
    leaving = true;
    room.leave();
  }

  boolean leaving() {
    return leaving;
  }

  /** Nothing that was under way has any effect from now on. */
  void die() {
    world.say("-- " + slot.name() + " dies");
    time.die();
    store.die();
  }
}

package io.sluice.simulation;

import io.sluice.base.Directories;
import io.sluice.base.ManualTimekeeper;
import io.sluice.export.live.ExportFeed;
import io.sluice.export.model.Export;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** One life of the process, from its start over what was durable to its death. */
final class Life {
  static final int PARALLEL = 2;
  static final int QUEUE = 4;
  static final int PLACES = 3;

  private static final ExportRoom.Settings SETTINGS =
      new ExportRoom.Settings(PARALLEL, QUEUE, 3000, Duration.ofHours(1));

  private final World world;
  private final Events events;
  private final ManualTimekeeper time;
  private final SimulatedJournal journal;
  private final ExportRoom room;
  private final Clients clients;
  private boolean leaving;

  /**
   * @param directories of which nothing but the names are used
   */
  Life(World world, Directories directories, Instant now) {
    this.world = world;
    this.events = new Events(world);
    this.time = new ManualTimekeeper(now);
    this.journal = new SimulatedJournal(world, events);
    Work work = new Work(world, events);
    this.room =
        new ExportRoom(
            new ExportRoom.Neighbours(
                new SimulatedUpstream(world, events, work),
                new SimulatedTransfer(world, work),
                new SimulatedMerge(world, work),
                new SimulatedShelf(world, events, work),
                journal,
                directories,
                world.disk().vertx(events),
                time),
            SETTINGS);
    this.clients = new Clients(world, room);
    start();
  }

  private void start() {
    world.ledger().beginLife();
    world.say("-- life " + world.ledger().life());
    room.exports().feed().listen(new Listener());
    room.exports()
        .list()
        .subscribe()
        .with(
            all -> world.say("loaded " + all.size()),
            failure -> world.violated("cannot start: " + failure));
  }

  /** Everybody's event stream. */
  private final class Listener implements ExportFeed.Listener {
    private final Map<String, Long> versions = new HashMap<>();

    @Override
    public void changed(Export export) {
      Long before = versions.put(export.id(), export.version());
      if (before != null && before >= export.version()) {
        world.violated(
            "%s v%d is told after v%d"
                .formatted(world.ledger().name(export.id()), export.version(), before));
      }
      world.ledger().told(export);
    }

    @Override
    public void removed(String id) {
      world.ledger().removed(id);
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

  ManualTimekeeper time() {
    return time;
  }

  void pass(Duration step) {
    world.say("time passes: " + step);
    time.advance(step);
  }

  /** As on SIGTERM: it is about to die. */
  void leave() {
    world.say("-- leaves");
    leaving = true;
    room.leave();
  }

  boolean leaving() {
    return leaving;
  }

  /** Nothing that was under way has any effect from now on. */
  void die() {
    world.say("-- dies");
    journal.die();
  }
}

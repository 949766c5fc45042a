package io.sluice.simulation;

import io.sluice.base.Directories;
import io.sluice.export.model.Export;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One run: a wild part, in which anything of the world's mix happens, then peace, in which all that
 * was begun must come to its end; then a death and a start in peace, after which nothing is other.
 */
final class Simulation {
  private static final Instant BEGINNING = Instant.parse("2026-11-01T00:00:00Z");
  private static final int PATIENCE = 5_000;
  private static final List<Duration> STEPS =
      List.of(
          Duration.ofMillis(300),
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(20));

  private final Directories directories;
  private final World world;
  private Life life;

  private Simulation(long seed, Directories directories) {
    this.directories = directories;
    this.world = new World(seed);
    this.life = new Life(world, directories, BEGINNING);
  }

  /** The world of that seed as it was in the end, or when something was violated. */
  static World run(long seed, Directories directories) {
    Simulation simulation = new Simulation(seed, directories);
    simulation.run();
    return simulation.world;
  }

  private void run() {
    while (going() && world.step() < world.mix().steps()) {
      step();
    }
    world.calmDown();
    if (life.leaving()) {
      dieAndStart();
    }
    settle();
    dieAndStart();
    settle();
    probe();
    settle();
  }

  private boolean going() {
    return world.violation().isEmpty();
  }

  private void step() {
    world.nextStep();
    if (world.happens(life.leaving() ? 0.2 : world.mix().crashes())) {
      dieAndStart();
    } else if (!life.leaving() && world.happens(world.mix().leaves())) {
      life.leave();
    } else if (world.happens(world.mix().clients())) {
      life.clients().act();
    } else if (world.happens(world.mix().timePasses())) {
      life.pass(STEPS.get(world.random().nextInt(STEPS.size())));
    } else {
      goOn();
    }
  }

  private void goOn() {
    if (world.happens(0.02)) {
      life.events().letGo();
    }
    life.events()
        .take(world.random())
        .ifPresentOrElse(
            event -> {
              world.say(event.label());
              event.action().run();
            },
            () -> life.pass(Duration.ofSeconds(1)));
  }

  private void dieAndStart() {
    if (going()) {
      life.die();
      if (world.happens(world.mix().lostScratch())) {
        world.disk().loseScratch();
      }
      life = new Life(world, directories, life.time().now());
    }
  }

  /** All goes well until nothing is left to do, and all that must hold then is checked. */
  private void settle() {
    untilQuiet();
    if (going()) {
      new Settled(world, life).checkBeforeSweep();
      life.clients().sweep();
      untilQuiet();
    }
    if (going()) {
      new Settled(world, life).check();
    }
  }

  private void untilQuiet() {
    int patience = PATIENCE;
    while (going() && !quiet()) {
      world.nextStep();
      goOnInPeace();
      if (patience-- == 0) {
        world.violated("no end is in sight: " + life.clients().waiting() + active());
      }
    }
  }

  private void goOnInPeace() {
    life.events()
        .take(world.random())
        .ifPresentOrElse(
            event -> {
              world.say(event.label());
              event.action().run();
            },
            () -> life.time().advance(Duration.ofSeconds(5)));
  }

  private boolean quiet() {
    return life.events().isEmpty() && life.time().waiting() == 0 && active().isEmpty();
  }

  private List<String> active() {
    return life.room().exports().list().await().indefinitely().stream()
        .filter(Export::active)
        .map(export -> world.ledger().name(export.id()) + " " + export.state().label())
        .toList();
  }

  /** As many as may run and wait are taken, and one more is not: then nothing was lost of that. */
  private void probe() {
    if (going()) {
      world.say("-- probe");
      int places = Life.PARALLEL + Life.QUEUE;
      for (int number = 0; number <= places; number++) {
        life.clients().post(Requests.probe(number, number == places - 1), Optional.empty());
      }
      if (life.clients().waiting().size() != places) {
        world.violated(
            "of %d places %d are free".formatted(places, life.clients().waiting().size()));
      }
    }
  }
}

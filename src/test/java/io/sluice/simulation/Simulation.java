package io.sluice.simulation;

import io.sluice.base.Directories;
import io.sluice.simulation.Life.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One run: a wild part, in which anything of the world's mix happens, then peace, in which all that
 * was begun must come to its end; then a death and a start in peace, after which nothing is other.
 */
final class Simulation {
  private static final int PATIENCE = 10_000;
  private static final List<Duration> STEPS =
      List.of(
          Duration.ofMillis(300),
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(20));

  private final Directories directories;
  private final World world;
  private final List<Life> lives = new ArrayList<>();

  private Simulation(long seed, Directories directories) {
    this.directories = directories;
    this.world = new World(seed);
    begin("a");
    if (world.mix().database() && world.mix().twoProcesses()) {
      begin("b");
    }
  }

  private void begin(String name) {
    lives.add(new Life(world, new Slot(name, new SimulatedDisk(world)), directories));
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
    lives.stream().filter(Life::leaving).toList().forEach(this::dieAndStart);
    settle();
    List.copyOf(lives).forEach(this::dieAndStart);
    settle();
    probe();
    settle();
  }

  private boolean going() {
    return world.violation().isEmpty();
  }

  private void step() {
    world.nextStep();
    Life life = lives.get(world.random().nextInt(lives.size()));
    if (world.happens(life.leaving() ? 0.05 : world.mix().crashes())) {
      dieAndStart(life);
    } else if (!life.leaving() && world.happens(world.mix().leaves())) {
      life.leave();
    } else if (world.happens(world.mix().clients())) {
      life.clients().act();
    } else if (world.happens(world.mix().timePasses())) {
      pass(STEPS.get(world.random().nextInt(STEPS.size())));
    } else if (world.happens(0.02)) {
      life.events().letGo();
    } else if (!goOn(life)) {
      pass(Duration.ofSeconds(1));
    }
  }

  private void pass(Duration step) {
    world.say("time passes: " + step);
    world.clock().advance(step);
  }

  /** Lets something happen in that life; false where there is nothing. */
  private boolean goOn(Life life) {
    Optional<Events.Event> next = life.events().take(world.random());
    next.ifPresent(
        event -> {
          world.say(life.slot().name() + ": " + event.label());
          event.action().run();
        });
    return next.isPresent();
  }

  private void dieAndStart(Life life) {
    if (going()) {
      life.die();
      if (world.happens(world.mix().lostScratch())) {
        life.slot().disk().lose();
      }
      lives.set(lives.indexOf(life), new Life(world, life.slot(), directories));
    }
  }

  /** All goes well until nothing is left to do, and all that must hold then is checked. */
  private void settle() {
    untilQuiet();
    if (going()) {
      Settled settled = new Settled(world, lives);
      settled.checkBeforeSweep();
      lives.forEach(life -> life.clients().sweep());
      untilQuiet();
      lives.forEach(life -> life.clients().list());
      untilQuiet();
      settled.check();
    }
  }

  private void untilQuiet() {
    int patience = PATIENCE;
    while (going() && !quiet()) {
      world.nextStep();
      goOnInPeace();
      if (patience-- == 0) {
        world.violated("no end is in sight: " + waiting() + world.records().underWay());
      }
    }
  }

  private void goOnInPeace() {
    if (!drained()) {
      lives.forEach(this::goOn);
    } else {
      pass(Duration.ofSeconds(5));
    }
  }

  private boolean drained() {
    return lives.stream().allMatch(life -> life.events().isEmpty());
  }

  private boolean quiet() {
    return drained()
        && lives.stream().allMatch(life -> life.time().sleeping() == 0)
        && world.records().underWay().isEmpty();
  }

  private List<String> waiting() {
    return lives.stream().flatMap(life -> life.clients().waiting().stream()).toList();
  }

  /** As many as may run and wait are taken, and one more is not: then nothing was lost of that. */
  private void probe() {
    world.holdWork(true);
    int places = Life.PARALLEL + Life.QUEUE;
    for (int number = 0; number <= places && going(); number++) {
      String answer = answer(number, number == places - 1);
      if (!answer.equals(number < places ? "NEW" : "QUEUE_FULL")) {
        world.violated(
            "%d of %d places are taken, and one more is answered with %s"
                .formatted(number, places, answer));
      }
    }
    world.holdWork(false);
  }

  private String answer(int number, boolean large) {
    Life life = lives.get(0);
    Clients.Call call = life.clients().post(Requests.probe(number, large), Optional.empty());
    while (goOn(life)) {
      world.nextStep();
    }
    return call.answer();
  }
}

package io.sluice.simulation;

import io.sluice.base.ErrorCode;
import io.sluice.base.ManualTimekeeper;
import io.sluice.base.SluiceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** What a run has once: its chance, what was durable, and what was seen. */
final class World {
  private final long seed;
  private final Random random;
  private final Mix mix;
  private final List<String> trace = new ArrayList<>();
  private final Records records = new Records(this);
  private final Map<String, Delivered> results = new TreeMap<>();
  private final ManualTimekeeper clock = new ManualTimekeeper();
  private final Jobs jobs = new Jobs();
  private final Ledger ledger = new Ledger(this);
  private Optional<String> violation = Optional.empty();
  private boolean calm;
  private boolean holdsWork;
  private int step;

  /** A result, and when it came. */
  record Delivered(String content, Instant at) {}

  World(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
    this.mix = Mix.of(random);
  }

  Random random() {
    return random;
  }

  Mix mix() {
    return mix;
  }

  Records records() {
    return records;
  }

  /** What was delivered, by the export's id. */
  Map<String, Delivered> results() {
    return results;
  }

  ManualTimekeeper clock() {
    return clock;
  }

  Jobs jobs() {
    return jobs;
  }

  Ledger ledger() {
    return ledger;
  }

  /** Whether something of that rate happens now; nothing bad does in peace. */
  boolean happens(double rate) {
    return !calm && rate > 0 && random.nextDouble() < rate;
  }

  /** Fails as often as work fails in this world. */
  void mayFail(ErrorCode code) {
    if (happens(mix.failingWork())) {
      throw new SluiceException(code, "as it happens");
    }
  }

  boolean calm() {
    return calm;
  }

  /** From now on all goes well. */
  void calmDown() {
    calm = true;
    say("-- peace");
  }

  /** Whether no export goes on in its journey for now. */
  boolean holdsWork() {
    return holdsWork;
  }

  void holdWork(boolean hold) {
    say(hold ? "-- work is held" : "-- work goes on");
    holdsWork = hold;
  }

  int step() {
    return step;
  }

  void nextStep() {
    step++;
  }

  void say(String line) {
    trace.add(step + " " + line);
  }

  /** Something happened that must not; the first such thing ends the run. */
  void violated(String what) {
    say("VIOLATED: " + what);
    if (violation.isEmpty()) {
      violation = Optional.of(what);
    }
  }

  Optional<String> violation() {
    return violation;
  }

  List<String> trace() {
    return trace;
  }

  /** The whole story, and how to see it again. */
  String told() {
    return String.join("\n", trace)
        + "\nseed "
        + seed
        + ": "
        + violation.orElse("all held")
        + "\n"
        + mix
        + "\nagain: ./mvnw test -Dtest=SimulationTest -Dsimulation.seed="
        + seed
        + "\n";
  }
}

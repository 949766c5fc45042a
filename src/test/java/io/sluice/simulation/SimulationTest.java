package io.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.base.Directories;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs worlds, as many as fit in the time given; see the package for how to run one again. */
class SimulationTest {
  /** Saves fail all the time in there: kept, as loggers that nobody holds are forgotten. */
  private static final Logger LOG = Logger.getLogger("io.sluice.export");

  @TempDir Path folder;
  private Directories directories;

  @BeforeEach
  void open() {
    directories = new Directories(folder.resolve("data"), folder.resolve("work"));
    LOG.setLevel(Level.OFF);
  }

  @AfterEach
  void close() {
    LOG.setLevel(null);
    directories.close();
  }

  @Test
  void whateverHappensHoldsInEachWorld() {
    Long only = Long.getLong("simulation.seed");
    if (only != null) {
      World world = Simulation.run(only, directories);
      System.out.println(world.told());
      assertThat(world.violation()).as("seed " + only).isEmpty();
      return;
    }
    long deadline =
        System.nanoTime() + Duration.ofSeconds(Long.getLong("simulation.seconds", 60)).toNanos();
    long first = Long.getLong("simulation.from", 1);
    long seed = first;
    long steps = 0;
    do {
      World world = Simulation.run(seed, directories);
      assertThat(world.violation()).as(world::told).isEmpty();
      steps += world.step();
      seed++;
    } while (System.nanoTime() < deadline);
    System.out.printf("simulation: %d worlds from seed %d, %d steps%n", seed - first, first, steps);
  }

  @Test
  void aWorldIsAFunctionOfItsSeed() {
    for (long seed = 1; seed <= 20; seed++) {
      // When
      World once = Simulation.run(seed, directories);
      World again = Simulation.run(seed, directories);

      // Then
      assertThat(again.trace()).isEqualTo(once.trace());
    }
  }
}

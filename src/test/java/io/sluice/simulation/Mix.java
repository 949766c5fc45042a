package io.sluice.simulation;

import java.util.Random;

/**
 * What happens how often in one world. Each world has a mix of its own, in which much does not
 * happen at all: what is rare beside everything else is common in some world.
 *
 * @param steps of the wild part; what is open then comes to its end in peace
 * @param clients the share of steps that belong to callers; the others to edges and time
 * @param failingSaves that a save fails and leaves nothing
 * @param unsureSaves which of those that fail have kept all the same what was asked
 * @param failingReads that a database does not answer a question
 * @param lateAnswers that the store has kept something and says so only later
 * @param failingWork that the upstream, a transfer, a merge or a delivery fails
 * @param hangs that something does not go on until the world says so
 * @param timePasses that time passes instead
 * @param crashes that the process dies
 * @param leaves that it is asked to end
 * @param lostScratch that the work directory does not survive a death
 * @param database whether the store is one that processes share
 * @param twoProcesses whether two processes share it, where it is
 */
record Mix(
    int steps,
    double clients,
    double failingSaves,
    double unsureSaves,
    double failingReads,
    double lateAnswers,
    double failingWork,
    double hangs,
    double timePasses,
    double crashes,
    double leaves,
    double lostScratch,
    boolean database,
    boolean twoProcesses) {

  static Mix of(Random random) {
    return new Mix(
        40 + random.nextInt(260),
        0.1 + random.nextDouble() * 0.5,
        sometimes(random, 0.4),
        sometimes(random, 0.5),
        sometimes(random, 0.2),
        sometimes(random, 0.6),
        sometimes(random, 0.2),
        sometimes(random, 0.1),
        0.02 + sometimes(random, 0.3),
        sometimes(random, 0.05),
        sometimes(random, 0.02),
        sometimes(random, 0.5),
        random.nextInt(3) > 0,
        random.nextBoolean());
  }

  private static double sometimes(Random random, double most) {
    return random.nextInt(5) < 2 ? 0 : random.nextDouble() * most;
  }
}

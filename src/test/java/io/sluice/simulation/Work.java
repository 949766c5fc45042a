package io.sluice.simulation;

import io.smallrye.mutiny.Uni;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What the edges of one life do for exports: here for at most so many at once, and none for an
 * ended one.
 */
final class Work {
  private final World world;
  private final Events events;
  private final int life;
  private final Set<String> busy = new TreeSet<>();
  private final Set<String> here = new TreeSet<>();

  Work(World world, Events events, int life) {
    this.world = world;
    this.events = events;
    this.life = life;
  }

  /**
   * Something that is done for an export, when the simulation picks it.
   *
   * @param begins runs when it is asked for
   * @param outcome decided when it is done
   */
  <T> Uni<T> of(String exportId, String what, Runnable begins, Supplier<T> outcome) {
    return Uni.createFrom()
        .deferred(
            () -> {
              begin(exportId, what);
              beginHere(exportId);
              return work(exportId, what, begins, outcome)
                  .onTermination()
                  .invoke(() -> here.remove(exportId));
            });
  }

  /** Something that the Storage API does for an export, whoever is at work here. */
  <T> Uni<T> upstream(String exportId, String what, Runnable begins, Supplier<T> outcome) {
    return Uni.createFrom()
        .deferred(
            () -> {
              begin(exportId, what);
              return work(exportId, what, begins, outcome);
            });
  }

  private <T> Uni<T> work(String exportId, String what, Runnable begins, Supplier<T> outcome) {
    begins.run();
    return events
        .work(world.ledger().name(exportId) + " " + what, outcome)
        .onTermination()
        .invoke(() -> busy.remove(exportId));
  }

  private void beginHere(String exportId) {
    here.add(exportId);
    if (here.size() > Life.PARALLEL) {
      world.violated(here.size() + " exports are at work at once");
    }
  }

  private void begin(String exportId, String what) {
    world.ledger().mayWork(exportId, what, life);
    if (!busy.add(exportId)) {
      world.violated(world.ledger().name(exportId) + " does two things at once, one is " + what);
    }
  }
}

package io.sluice.simulation;

import io.sluice.base.Timekeeper;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The world's time as one life has it: whoever sleeps when it ends does not wake up. */
final class LifeTime implements Timekeeper {
  private final Timekeeper clock;
  private final List<Cancellable> periodic = new ArrayList<>();
  private boolean over;
  private int sleeping;

  LifeTime(Timekeeper clock) {
    this.clock = clock;
  }

  @Override
  public Instant now() {
    return clock.now();
  }

  @Override
  public long nanoTime() {
    return clock.nanoTime();
  }

  @Override
  public Uni<Void> sleep(Duration delay) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              sleeping++;
              Cancellable sleep =
                  clock
                      .sleep(delay)
                      .subscribe()
                      .with(
                          done -> {
                            if (!over) {
                              emitter.complete(null);
                            }
                          });
              emitter.onTermination(
                  () -> {
                    sleeping--;
                    sleep.cancel();
                  });
            });
  }

  @Override
  public Cancellable every(Duration period, Runnable task) {
    Cancellable tasks = clock.every(period, task);
    periodic.add(tasks);
    return tasks;
  }

  void die() {
    over = true;
    periodic.forEach(Cancellable::cancel);
  }

  /** How many wait for a moment, beside what is done again and again. */
  int sleeping() {
    return sleeping;
  }
}

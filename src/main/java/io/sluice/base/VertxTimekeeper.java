package io.sluice.base;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Real time, by Vert.x timers: tasks run on the event loop of the context that asked. */
@ApplicationScoped
public class VertxTimekeeper implements Timekeeper {
  private final Vertx vertx;

  public VertxTimekeeper(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Uni<Void> sleep(Duration delay) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              long timer =
                  vertx.setTimer(Math.max(1, delay.toMillis()), id -> emitter.complete(null));
              emitter.onTermination(() -> vertx.cancelTimer(timer));
            });
  }

  @Override
  public Cancellable every(Duration period, Runnable task) {
    long timer = vertx.setPeriodic(Math.max(1, period.toMillis()), id -> task.run());
    return () -> vertx.cancelTimer(timer);
  }
}

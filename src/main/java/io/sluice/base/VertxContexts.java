package io.sluice.base;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Event-loop contexts, spread over the loops. */
@Singleton
public class VertxContexts implements Contexts {
  private final List<EventLoopContext> contexts;
  private final AtomicInteger given = new AtomicInteger();

  public VertxContexts(Vertx vertx) {
    this.contexts = EventLoopContext.open(vertx, 2 * Runtime.getRuntime().availableProcessors());
  }

  /** To be made blocks, which only the thread that starts the program may. */
  void begin(@Observes @Priority(1) StartupEvent first) {}

  @Override
  public Executor next() {
    return contexts.get(Math.floorMod(given.getAndIncrement(), contexts.size()));
  }
}

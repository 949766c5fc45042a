package io.sluice.base;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Event-loop contexts, spread over the loops. Vert.x gives such contexts to verticles alone. */
@Singleton
public class VertxContexts implements Contexts {
  private final List<Executor> contexts;
  private final AtomicInteger given = new AtomicInteger();

  public VertxContexts(Vertx vertx) {
    this.contexts = open(vertx, 2 * Runtime.getRuntime().availableProcessors());
  }

  /** To be made blocks, which only the thread that starts the program may. */
  void begin(@Observes @Priority(1) StartupEvent first) {}

  /** Contexts with an event loop each, as far as there are loops. Blocks until they are there. */
  public static List<Executor> open(Vertx vertx, int count) {
    List<Executor> opened = new CopyOnWriteArrayList<>();
    vertx
        .deployVerticle(() -> new Opening(opened), new DeploymentOptions().setInstances(count))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    return List.copyOf(opened);
  }

  @Override
  public Executor next() {
    return contexts.get(Math.floorMod(given.getAndIncrement(), contexts.size()));
  }

  private static final class Opening extends AbstractVerticle {
    private final List<Executor> opened;

    private Opening(List<Executor> opened) {
      this.opened = opened;
    }

    @Override
    public void start() {
      Context mine = context;
      opened.add(task -> mine.runOnContext(unused -> task.run()));
    }
  }
}

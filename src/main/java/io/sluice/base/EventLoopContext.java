package io.sluice.base;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** An event loop for one owner of state: what it is given runs there in order. */
public record EventLoopContext(Context context) implements Executor {

  /**
   * So many, each with a context of its own, spread over the event loops; else all would share the
   * loop of whoever asks. Such contexts Vert.x gives to verticles. Blocks until they are there.
   */
  public static List<EventLoopContext> open(Vertx vertx, int count) {
    List<EventLoopContext> contexts = new CopyOnWriteArrayList<>();
    vertx
        .deployVerticle(() -> new Opening(contexts), new DeploymentOptions().setInstances(count))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    return List.copyOf(contexts);
  }

  @Override
  public void execute(Runnable command) {
    context.runOnContext(unused -> command.run());
  }

  private static final class Opening extends AbstractVerticle {
    private final List<EventLoopContext> contexts;

    private Opening(List<EventLoopContext> contexts) {
      this.contexts = contexts;
    }

    @Override
    public void start() {
      contexts.add(new EventLoopContext(context));
    }
  }
}

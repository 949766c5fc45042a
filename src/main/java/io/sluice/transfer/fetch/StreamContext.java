package io.sluice.transfer.fetch;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** One stream's event loop. */
record StreamContext(Context context) implements Executor {

  /**
   * Executors with a context each, spread over the event loops; else all streams would share the
   * loop of whoever asks. Such contexts Vert.x gives to verticles. Blocks until they are there.
   */
  static List<StreamContext> open(Vertx vertx, int count) {
    List<StreamContext> contexts = new CopyOnWriteArrayList<>();
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
    private final List<StreamContext> contexts;

    private Opening(List<StreamContext> contexts) {
      this.contexts = contexts;
    }

    @Override
    public void start() {
      contexts.add(new StreamContext(context));
    }
  }
}

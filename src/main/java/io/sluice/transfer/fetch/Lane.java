package io.sluice.transfer.fetch;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** One stream's event loop. */
record Lane(Context context) implements Executor {

  /**
   * Lanes with a context each, spread over the event loops; else all streams would share the loop
   * of whoever asks. Such contexts Vert.x gives to verticles. Blocks until they are there.
   */
  static List<Lane> open(Vertx vertx, int count) {
    List<Lane> lanes = new CopyOnWriteArrayList<>();
    vertx
        .deployVerticle(() -> new Opening(lanes), new DeploymentOptions().setInstances(count))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    return List.copyOf(lanes);
  }

  @Override
  public void execute(Runnable command) {
    context.runOnContext(unused -> command.run());
  }

  private static final class Opening extends AbstractVerticle {
    private final List<Lane> lanes;

    private Opening(List<Lane> lanes) {
      this.lanes = lanes;
    }

    @Override
    public void start() {
      lanes.add(new Lane(context));
    }
  }
}

package io.sluice.transfer;

import io.vertx.core.Context;
import java.util.concurrent.Executor;

/** One stream's event loop. */
record Lane(Context context) implements Executor {

  @Override
  public void execute(Runnable command) {
    context.runOnContext(unused -> command.run());
  }
}

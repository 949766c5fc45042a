package io.sluice.transfer.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import java.util.function.Function;

/** Collects the beginning of an error's body in memory and makes a failure of it. */
public final class ErrorBody implements BodyTarget {
  private static final int LIMIT = 16 * 1024;

  private final Function<String, Throwable> failure;
  private final Consumer<Throwable> enough;
  private final Buffer beginning = Buffer.buffer();

  /**
   * A target for one body.
   *
   * @param failure what the body means
   * @param enough told the failure, as soon as the body is longer than any error document is
   */
  public ErrorBody(Function<String, Throwable> failure, Consumer<Throwable> enough) {
    this.failure = failure;
    this.enough = enough;
  }

  @Override
  public void write(Buffer data) {
    beginning.appendBuffer(data, 0, Math.min(data.length(), LIMIT - beginning.length()));
    if (beginning.length() == LIMIT) {
      enough.accept(failure.apply(beginning.toString()));
    }
  }

  @Override
  public boolean isFull() {
    return false;
  }

  @Override
  public void whenDrained(Runnable goOn) {
    goOn.run();
  }

  @Override
  public Future<Void> end() {
    return Future.failedFuture(failure.apply(beginning.toString()));
  }
}

package io.sluice.base;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.util.function.Function;

/**
 * Collects an answer's body in memory, up to a size and a chunk, counted after decompression. Lives
 * on the answer's event loop.
 */
public final class CollectedBody<T> implements BodyStream<T> {
  private final long limit;
  private final Function<Buffer, Throwable> tooLong;
  private final Function<Buffer, Future<T>> whole;
  private final Buffer collected = Buffer.buffer();
  private final Promise<T> result = Promise.promise();

  /**
   * A stream for one answer.
   *
   * @param limit in bytes; what comes beyond is thrown away
   * @param tooLong makes the failure of a longer body, once, of its beginning
   * @param whole makes the result of the whole body
   */
  public CollectedBody(
      long limit, Function<Buffer, Throwable> tooLong, Function<Buffer, Future<T>> whole) {
    this.limit = limit;
    this.tooLong = tooLong;
    this.whole = whole;
  }

  @Override
  public Future<T> result() {
    return result.future();
  }

  @Override
  public Future<Void> write(Buffer data) {
    if (!result.future().isComplete()) {
      collected.appendBuffer(data);
      if (collected.length() > limit) {
        result.tryFail(tooLong.apply(collected));
      }
    }
    return result.future().failed()
        ? Future.failedFuture(result.future().cause())
        : Future.succeededFuture();
  }

  @Override
  public void write(Buffer data, Handler<AsyncResult<Void>> handler) {
    write(data).onComplete(handler);
  }

  @Override
  public void end(Handler<AsyncResult<Void>> handler) {
    if (!result.future().isComplete()) {
      whole.apply(collected).onSuccess(result::tryComplete).onFailure(result::tryFail);
    }
    handler.handle(Future.succeededFuture());
  }

  @Override
  public void handle(Throwable failure) {
    result.tryFail(failure);
  }

  @Override
  public WriteStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
    return this;
  }

  @Override
  public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return false;
  }

  @Override
  public WriteStream<Buffer> drainHandler(Handler<Void> handler) {
    return this;
  }
}

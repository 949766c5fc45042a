package io.sluice.transfer.wire;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.util.function.Function;

/** Takes the body of an answer that is no slice: some of it is read to learn why, none is kept. */
public final class RefusalStream implements BodyStream<Void> {
  private static final int ENOUGH = 16 * 1024;

  private final Buffer text = Buffer.buffer();
  private final Promise<Void> result = Promise.promise();
  private final Function<String, Throwable> failure;
  private final Handler<Throwable> tooMuch;

  /**
   * A stream for one answer.
   *
   * @param failure makes of the body's text what the exchange fails with
   * @param tooMuch told once the body is longer than any error document
   */
  public RefusalStream(Function<String, Throwable> failure, Handler<Throwable> tooMuch) {
    this.failure = failure;
    this.tooMuch = tooMuch;
  }

  @Override
  public void write(Buffer data, Handler<AsyncResult<Void>> handler) {
    if (text.length() < ENOUGH) {
      text.appendBuffer(data);
      if (text.length() >= ENOUGH) {
        tooMuch.handle(failure.apply(text.toString()));
      }
    }
    handler.handle(Future.succeededFuture());
  }

  @Override
  public Future<Void> write(Buffer data) {
    Promise<Void> written = Promise.promise();
    write(data, written);
    return written.future();
  }

  @Override
  public void end(Handler<AsyncResult<Void>> handler) {
    result.tryFail(failure.apply(text.toString()));
    handler.handle(Future.succeededFuture());
  }

  @Override
  public Future<Void> result() {
    return result.future();
  }

  @Override
  public void handle(Throwable cause) {
    result.tryFail(cause);
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

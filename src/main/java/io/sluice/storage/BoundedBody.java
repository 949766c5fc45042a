package io.sluice.storage;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;

/**
 * Collects an answer's body up to a size, counted after decompression, so that no answer can fill
 * the memory. A longer one fails with {@code storage-protocol}.
 */
final class BoundedBody implements BodyCodec<byte[]> {
  private final long limit;

  BoundedBody(long limit) {
    this.limit = limit;
  }

  @Override
  public void create(Handler<AsyncResult<BodyStream<byte[]>>> handler) {
    handler.handle(Future.succeededFuture(new Collector(limit)));
  }

  private static final class Collector implements BodyStream<byte[]> {
    private final long limit;
    private final Buffer collected = Buffer.buffer();
    private final Promise<byte[]> result = Promise.promise();

    private Collector(long limit) {
      this.limit = limit;
    }

    @Override
    public Future<byte[]> result() {
      return result.future();
    }

    @Override
    public Future<Void> write(Buffer data) {
      if (collected.length() + (long) data.length() > limit) {
        SluiceException tooLong =
            new SluiceException(
                ErrorCode.STORAGE_PROTOCOL,
                "An answer was longer than the "
                    + limit
                    + " bytes that sluice.storage.max-answer allows");
        result.tryFail(tooLong);
        return Future.failedFuture(tooLong);
      }
      collected.appendBuffer(data);
      return Future.succeededFuture();
    }

    @Override
    public void write(Buffer data, Handler<AsyncResult<Void>> handler) {
      write(data).onComplete(handler);
    }

    @Override
    public void end(Handler<AsyncResult<Void>> handler) {
      result.tryComplete(collected.getBytes());
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
}

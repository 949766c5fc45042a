package io.sluice.transfer.part;

import io.sluice.base.DiskFailure;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.util.Optional;

/**
 * A response's body on its way into one region of a part. Takes no byte beyond the region's end.
 * Once it has ended, all that it took is in the file, the file is closed, and the part's record is
 * written where the region is not complete. Lives on the event loop that opened it.
 */
public final class RegionStream implements BodyStream<Void> {
  private static final long RECORD_EVERY = 16L << 20;

  private final PartStore store;
  private final Part part;
  private final Region region;
  private final AsyncFile file;
  private final Events events;
  private final Promise<Void> result = Promise.promise();
  private long recordAt;
  private boolean ended;
  private SluiceException failure;

  /** What the stream tells, on its event loop. */
  public interface Events {
    void arrived(int bytes);

    /** The region is complete though the body may go on. */
    void satisfied();

    /** The disk failed; nothing more will be taken. */
    void failed(SluiceException cause);
  }

  private RegionStream(PartStore store, Part part, Region region, AsyncFile file, Events events) {
    this.store = store;
    this.part = part;
    this.region = region;
    this.file = file;
    this.events = events;
    this.recordAt = region.position() + RECORD_EVERY;
  }

  /**
   * Opens the part's file for the region; empties it first where nothing of the part is to stay.
   */
  public static Future<RegionStream> open(
      Vertx vertx, PartStore store, Part part, Region region, Events events) {
    boolean empty = part.arrived() == 0 && !part.isSplit();
    OpenOptions options = new OpenOptions().setRead(false).setTruncateExisting(empty);
    store.opened(part);
    return vertx
        .fileSystem()
        .open(part.path().toString(), options)
        .onFailure(unopened -> store.closed(part))
        .recover(
            cause ->
                Future.failedFuture(failure("A slice's file could not be opened", part, cause)))
        .map(file -> opened(store, part, region, file, events));
  }

  private static SluiceException failure(String what, Part part, Throwable cause) {
    return DiskFailure.of(ErrorCode.DISK_FAILED, what, part.path(), cause);
  }

  private static RegionStream opened(
      PartStore store, Part part, Region region, AsyncFile file, Events events) {
    file.setWriteQueueMaxSize(Math.toIntExact(store.writeQueue()));
    region.writing();
    return new RegionStream(store, part, region, file, events);
  }

  @Override
  public void write(Buffer data, Handler<AsyncResult<Void>> handler) {
    int taken = (int) Math.min(data.length(), region.end() - region.position());
    Buffer mine = taken == data.length() ? data : data.slice(0, taken);
    long position = region.position();
    region.advance(taken);
    events.arrived(taken);
    file.write(mine, position, written -> written(written, handler));
    if (region.complete()) {
      events.satisfied();
    } else if (region.position() >= recordAt) {
      recordAt = region.position() + RECORD_EVERY;
      store.saveInBackground(part);
    }
  }

  private void written(AsyncResult<Void> written, Handler<AsyncResult<Void>> handler) {
    if (written.failed() && failure == null) {
      failure = failure("A slice could not be written", part, written.cause());
      region.stepBack(store.underWay());
      events.failed(failure);
    }
    handler.handle(written);
  }

  @Override
  public void end(Handler<AsyncResult<Void>> handler) {
    ended = true;
    file.close(
        closed -> {
          settle(closed);
          record().onComplete(unused -> leave(handler));
        });
  }

  private void settle(AsyncResult<Void> closed) {
    if (closed.failed() && failure == null) {
      failure = failure("A slice's file could not be closed", part, closed.cause());
    }
    if (failure == null) {
      region.settled();
    }
  }

  private Future<Void> record() {
    return region.complete() || failure != null
        ? Future.succeededFuture()
        : Future.fromCompletionStage(store.save(part).subscribeAsCompletionStage());
  }

  private void leave(Handler<AsyncResult<Void>> handler) {
    store.closed(part);
    if (failure == null) {
      result.tryComplete();
      handler.handle(Future.succeededFuture());
    } else {
      result.tryFail(failure);
      handler.handle(Future.failedFuture(failure));
    }
  }

  /** What the disk failed with, if it did. */
  public Optional<SluiceException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public boolean writeQueueFull() {
    return !ended && file.writeQueueFull();
  }

  @Override
  public WriteStream<Buffer> drainHandler(Handler<Void> handler) {
    if (!ended) {
      file.drainHandler(handler);
    }
    return this;
  }

  @Override
  public Future<Void> result() {
    return result.future();
  }

  @Override
  public Future<Void> write(Buffer data) {
    Promise<Void> written = Promise.promise();
    write(data, written);
    return written.future();
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
}

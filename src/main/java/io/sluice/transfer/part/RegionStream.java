package io.sluice.transfer.part;

import io.sluice.base.DiskFailure;
import io.sluice.base.ErrorCode;
import io.sluice.base.PrivateFiles;
import io.sluice.base.SluiceException;
import io.sluice.transfer.http.BodyTarget;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import java.util.Optional;

/**
 * A response's body on its way into one region of a part. Takes no byte beyond the region's end.
 * Once it has ended, all that it took is in the file, the file is closed, and the part's record is
 * written where the region is not complete. Lives on the event loop that opened it.
 */
public final class RegionStream implements BodyTarget {
  private static final long RECORD_EVERY = 16L << 20;

  private final PartStore store;
  private final Part part;
  private final Region region;
  private final AsyncFile file;
  private final Context context;
  private final Events events;
  private long recordAt;
  private boolean ended;
  private Optional<SluiceException> failure = Optional.empty();

  /** What the stream tells, on its event loop. */
  public interface Events {
    void arrived(int bytes);

    /** The region is complete though the body may go on. */
    void satisfied();

    /** The disk failed; nothing more will be taken. */
    void failed(SluiceException cause);
  }

  private RegionStream(
      PartStore store, Part part, Region region, AsyncFile file, Context context, Events events) {
    this.store = store;
    this.part = part;
    this.region = region;
    this.file = file;
    this.context = context;
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
    if (PrivateFiles.hasPermissions(part.path())) {
      options.setPerms(PrivateFiles.FILE);
    }
    Context context = vertx.getOrCreateContext();
    store.opened(part);
    return vertx
        .fileSystem()
        .open(part.path().toString(), options)
        .onFailure(unopened -> store.closed(part))
        .recover(
            cause ->
                Future.failedFuture(failure("A slice's file could not be opened", part, cause)))
        .map(
            file -> {
              file.setWriteQueueMaxSize(Math.toIntExact(store.writeQueue()));
              region.writing();
              return new RegionStream(store, part, region, file, context, events);
            });
  }

  private static SluiceException failure(String what, Part part, Throwable cause) {
    return DiskFailure.of(ErrorCode.DISK_FAILED, what, part.path(), cause);
  }

  @Override
  public void write(Buffer data) {
    int taken = (int) Math.min(data.length(), region.end() - region.position());
    Buffer mine = taken == data.length() ? data : data.slice(0, taken);
    long position = region.position();
    region.advance(taken);
    events.arrived(taken);
    file.write(mine, position).onFailure(this::failed);
    if (region.complete()) {
      events.satisfied();
    } else if (region.position() >= recordAt) {
      recordAt = region.position() + RECORD_EVERY;
      store.saveInBackground(part);
    }
  }

  private void failed(Throwable cause) {
    if (failure.isEmpty()) {
      SluiceException known = failure("A slice could not be written", part, cause);
      failure = Optional.of(known);
      region.stepBack(store.underWay());
      events.failed(known);
    }
  }

  @Override
  public Future<Void> end() {
    ended = true;
    return file.close().transform(this::settle).transform(recorded -> leave());
  }

  private Future<Void> settle(AsyncResult<Void> closed) {
    if (closed.failed() && failure.isEmpty()) {
      failure = Optional.of(failure("A slice's file could not be closed", part, closed.cause()));
    }
    if (failure.isEmpty()) {
      region.settled();
    }
    return region.complete() || failure.isPresent()
        ? Future.succeededFuture()
        : Future.fromCompletionStage(store.save(part).subscribeAsCompletionStage(), context);
  }

  private Future<Void> leave() {
    store.closed(part);
    return failure.<Future<Void>>map(Future::failedFuture).orElseGet(Future::succeededFuture);
  }

  /** What the disk failed with, if it did. */
  public Optional<SluiceException> failure() {
    return failure;
  }

  @Override
  public boolean isFull() {
    return !ended && file.writeQueueFull();
  }

  @Override
  public void whenDrained(Runnable goOn) {
    file.drainHandler(drained -> goOn.run());
  }
}

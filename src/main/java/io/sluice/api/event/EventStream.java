package io.sluice.api.event;

import io.netty.channel.ChannelFuture;
import io.sluice.base.ExportId;
import io.sluice.export.model.Export;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One reader's stream. Events are offered on any thread and written on the connection's own; while
 * its socket is full nothing is written and the backlog keeps only the newest.
 */
final class EventStream {
  /** Bytes; with the socket's own buffers this is all that a slow reader costs. */
  private static final int WRITE_QUEUE = 16 * 1024;

  private final Subscription subscription;
  private final Timing timing;
  private final Context context;
  private final HttpVersion version;
  private final HttpConnection connection;
  private final HttpServerResponse response;
  private final AtomicBoolean flushing = new AtomicBoolean();
  private final AtomicBoolean delayed = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Backlog backlog = new Backlog();
  private final Deque<Buffer> notices = new ArrayDeque<>();
  private boolean full;
  private boolean ending;
  private boolean complete;
  private long lastWrite;

  /**
   * How long things take, in milliseconds.
   *
   * @param interval between writes of mere progress
   */
  record Timing(long heartbeat, long patience, long interval) {}

  EventStream(
      Subscription subscription, Timing timing, Context context, HttpServerRequest request) {
    this.subscription = subscription;
    this.timing = timing;
    this.context = context;
    this.version = request.version();
    this.connection = request.connection();
    this.response = request.response();
    this.lastWrite = now();
    response.setWriteQueueMaxSize(WRITE_QUEUE);
  }

  /** Writes what opens a stream; on its context only. */
  void begin(String text) {
    write(Buffer.buffer(text));
  }

  boolean wants(Export export) {
    return subscription.wanted().test(export);
  }

  boolean wantsRemovals() {
    return subscription.removals();
  }

  /** Gives the reader a newer moment of an export. */
  void offer(Event event) {
    boolean transition;
    synchronized (backlog) {
      transition = backlog.add(event);
    }
    if (transition || timing.interval() == 0) {
      flushNow();
    } else if (delayed.compareAndSet(false, true)) {
      context.owner().setTimer(timing.interval(), timer -> flushDelayed());
    }
  }

  /** The snapshot has been offered. */
  void begun() {
    synchronized (backlog) {
      backlog.begin();
    }
  }

  /** Tells that an export is known no more. */
  void offerRemoval(ExportId id) {
    synchronized (backlog) {
      backlog.forget(id);
      notices.add(Event.removed(id));
    }
    flushNow();
  }

  /**
   * Ends it after what waits, without the id that says that nothing follows: the reader is expected
   * to connect again.
   */
  void end() {
    context.runOnContext(
        ignored -> {
          ending = true;
          flush();
        });
  }

  /** Called regularly: keeps a silent stream open, drops a reader that takes nothing. */
  void tick() {
    context.runOnContext(ignored -> beat());
  }

  private void beat() {
    long silent = now() - lastWrite;
    if (closed.get()) {
      return;
    }
    if (response.writeQueueFull()) {
      if (silent > timing.patience()) {
        drop();
      }
    } else if (silent >= timing.heartbeat()) {
      write(Buffer.buffer(": still here\n\n"));
    }
  }

  /** An orderly close would wait for the reader to take what was written; this one does not. */
  private void drop() {
    if (version != HttpVersion.HTTP_2 && connection instanceof ConnectionBase plain) {
      ChannelFuture unused = plain.channelHandlerContext().close();
    } else {
      response.reset();
    }
  }

  private void flushDelayed() {
    delayed.set(false);
    flushNow();
  }

  private void flushNow() {
    if (flushing.compareAndSet(false, true)) {
      context.runOnContext(
          ignored -> {
            flushing.set(false);
            flush();
          });
    }
  }

  private void flush() {
    while (!closed.get() && !response.writeQueueFull()) {
      Optional<Buffer> next = gathered();
      if (next.isEmpty()) {
        if (complete) {
          close();
          response.end(Event.end());
        } else if (ending) {
          close();
          response.end();
        }
        return;
      }
      write(next.get());
    }
    if (!closed.get() && !full) {
      full = true;
      response.drainHandler(drained -> resume());
    }
  }

  private void resume() {
    full = false;
    flush();
  }

  /** What waits, up to a full queue, as one: each write by itself costs a call into the kernel. */
  private Optional<Buffer> gathered() {
    Optional<Buffer> first = next();
    Optional<Buffer> more = first.isPresent() ? next() : first;
    if (more.isEmpty()) {
      return first;
    }
    Buffer all = Buffer.buffer(WRITE_QUEUE).appendBuffer(first.get());
    while (more.isPresent()) {
      all.appendBuffer(more.get());
      more = all.length() < WRITE_QUEUE ? next() : Optional.empty();
    }
    return Optional.of(all);
  }

  private Optional<Buffer> next() {
    synchronized (backlog) {
      if (!notices.isEmpty()) {
        return Optional.of(notices.remove());
      }
      Optional<Event> event = backlog.next();
      event.map(Event::export).filter(subscription.last()).ifPresent(last -> complete = true);
      return event.map(Event::text);
    }
  }

  private void write(Buffer text) {
    lastWrite = now();
    response.write(text);
  }

  /** The reader is gone, or was told everything. */
  void close() {
    closed.set(true);
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }
}

package io.sluice.api.event;

import io.sluice.base.BlockingExecutor;
import io.sluice.base.ExportId;
import io.sluice.export.model.Export;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * One reader's stream. Events are offered on any thread, made text beside the event loops, one
 * portion after the other, and written on the connection's own; while its socket is full nothing is
 * made or written and the backlog keeps only the newest.
 */
final class EventStream {
  private static final Logger LOG = Logger.getLogger(EventStream.class);

  /** Bytes; with the socket's own buffers this is all that a slow reader costs. */
  private static final int WRITE_QUEUE = 16 * 1024;

  private final Subscription subscription;
  private final Timing timing;
  private final BlockingExecutor writer;
  private final Context context;
  private final HttpServerResponse response;
  private final EventHub hub;
  private final AtomicBoolean flushing = new AtomicBoolean();
  private final AtomicBoolean delayed = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Backlog backlog = new Backlog();
  private final Deque<Buffer> notices = new ArrayDeque<>();
  private boolean gathering;
  private boolean full;
  private boolean ending;
  private volatile boolean complete;
  private long lastWrite;

  /**
   * How long things take, in milliseconds.
   *
   * @param interval between writes of mere progress
   */
  record Timing(long heartbeat, long patience, long interval) {}

  EventStream(
      Subscription subscription,
      Timing timing,
      BlockingExecutor writer,
      Context context,
      HttpServerResponse response,
      EventHub hub) {
    this.subscription = subscription;
    this.timing = timing;
    this.writer = writer;
    this.context = context;
    this.response = response;
    this.hub = hub;
    this.lastWrite = now();
    response.setWriteQueueMaxSize(WRITE_QUEUE);
  }

  Subscription subscription() {
    return subscription;
  }

  /** Writes what opens a stream; on its context only. */
  void begin(String text) {
    write(Buffer.buffer(text));
  }

  boolean wants(Export export) {
    return subscription.wanted().test(export);
  }

  boolean wantsRemovalsOf(String connection) {
    return subscription.removals().test(connection);
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
        cut();
      }
    } else if (silent >= timing.heartbeat()) {
      write(Buffer.buffer(": still here\n\n"));
    }
  }

  /**
   * Nothing more is kept for the reader. The connection ends once it takes what was written, or
   * when the server finds it idle: till then the reader counts as one that is there.
   */
  private void cut() {
    close();
    response.reset();
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

  /** Looks again after each portion, so that what comes meanwhile is written, too. */
  private void flush() {
    if (closed.get() || gathering) {
      return;
    }
    if (response.writeQueueFull()) {
      waitUntilTaken();
    } else if (waits()) {
      gathering = true;
      writer.call(this::portion).subscribe().with(this::gathered, this::failed);
    } else if (complete) {
      close();
      response.end(Event.end());
    } else if (ending) {
      close();
      response.end();
    }
  }

  private void waitUntilTaken() {
    if (!full) {
      full = true;
      response.drainHandler(
          drained -> {
            full = false;
            flush();
          });
    }
  }

  private void gathered(Buffer portion) {
    gathering = false;
    if (!closed.get() && portion.length() > 0) {
      write(portion);
    }
    flush();
  }

  private void failed(Throwable failure) {
    if (!closed.get()) {
      LOG.warnf("An event stream is cut, its reader may connect again: %s", failure.getMessage());
      close();
      response.end();
    }
  }

  /** What waits, up to a full queue, as one: each write by itself costs a call into the kernel. */
  private Buffer portion() {
    List<Buffer> texts = new ArrayList<>();
    int length = 0;
    Optional<Buffer> next = next();
    while (next.isPresent()) {
      texts.add(next.get());
      length += next.get().length();
      next = length < WRITE_QUEUE ? next() : Optional.empty();
    }
    return texts.size() == 1 ? texts.get(0) : joined(texts, length);
  }

  private static Buffer joined(List<Buffer> texts, int length) {
    Buffer all = Buffer.buffer(length);
    texts.forEach(all::appendBuffer);
    return all;
  }

  private boolean waits() {
    synchronized (backlog) {
      return !notices.isEmpty() || !backlog.isEmpty();
    }
  }

  private Optional<Buffer> next() {
    Optional<Event> event;
    synchronized (backlog) {
      if (!notices.isEmpty()) {
        return Optional.of(notices.remove());
      }
      event = backlog.next();
    }
    event.map(Event::export).filter(subscription.last()).ifPresent(last -> complete = true);
    return event.map(Event::text);
  }

  private void write(Buffer text) {
    lastWrite = now();
    response.write(text);
  }

  /** The reader is gone, or was told everything. */
  void close() {
    if (closed.compareAndSet(false, true)) {
      hub.forget(this);
    }
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }
}

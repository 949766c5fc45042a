package io.sluice.base;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A few threads for one room's blocking work, so that event loops are spared and one room's slow
 * disk is not another's. With one thread the work is done in order.
 */
public final class BlockingExecutor implements AutoCloseable {
  private static final Duration GOODBYE = Duration.ofSeconds(10);

  private final Supplier<SluiceException> tooMuch;
  private final ThreadPoolExecutor threads;

  /**
   * For a disk's work.
   *
   * @param name of the threads
   * @param waiting how much work may wait before more is refused
   */
  public BlockingExecutor(String name, int threads, int waiting) {
    this(name, threads, waiting, () -> diskTooSlow(name));
  }

  /**
   * @param tooMuch what work fails with for which there is no place
   */
  public BlockingExecutor(
      String name, int threads, int waiting, Supplier<SluiceException> tooMuch) {
    this.tooMuch = tooMuch;
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(waiting),
            new DaemonThreads("sluice-" + name));
    this.threads.allowCoreThreadTimeOut(true);
  }

  /** Does the work once subscribed; the outcome comes on the subscriber's Vert.x context. */
  public <T> Uni<T> call(Callable<T> work) {
    return call(this::execute, work);
  }

  /** The same on threads of another kind. */
  public static <T> Uni<T> call(Executor threads, Callable<T> work) {
    return Uni.createFrom()
        .deferred(
            () ->
                Uni.createFrom()
                    .<T>emitter(
                        emitter ->
                            threads.execute(
                                () -> {
                                  try {
                                    emitter.complete(work.call());
                                  } catch (Throwable e) { // an Error too: its caller would wait
                                    emitter.fail(e);
                                  }
                                }))
                    .emitOn(callersContext()));
  }

  /**
   * Does the work again and again until cancelled, the first time after one period; what has not
   * ended when it is time again goes on alone.
   *
   * @param failed hears of each time that failed
   */
  public Cancellable every(
      Duration period, Timekeeper time, Callable<?> work, Consumer<Throwable> failed) {
    AtomicBoolean underWay = new AtomicBoolean();
    return time.every(
        period,
        () -> {
          if (underWay.compareAndSet(false, true)) {
            call(work)
                .onTermination()
                .invoke(() -> underWay.set(false))
                .subscribe()
                .with(done -> {}, failed);
          }
        });
  }

  /** Does the work as soon as a thread is free; it must not throw. */
  public void execute(Runnable work) {
    try {
      threads.execute(work);
    } catch (RejectedExecutionException e) {
      throw threads.isShutdown() ? leaving(e) : tooMuch.get();
    }
  }

  private static SluiceException diskTooSlow(String name) {
    return new SluiceException(
        ErrorCode.DISK_FAILED,
        "The " + name + " has more work waiting than it takes; the disk is too slow for it");
  }

  private static SluiceException leaving(RejectedExecutionException refused) {
    return new SluiceException(
        ErrorCode.SHUTTING_DOWN, "The gateway is leaving and takes no more work", refused);
  }

  /** Runs tasks on the Vert.x context of the current thread, or at once where it has none. */
  public static Executor callersContext() {
    Context context = Vertx.currentContext();
    return context == null ? Runnable::run : task -> context.runOnContext(ignored -> task.run());
  }

  /** Takes no more work and waits up to ten seconds for what was taken. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}

package io.sluice.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.sluice.base.BlockingExecutor;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Does what of an answer takes long beside the event loops: a thousand exports, or one whose
 * request is large, would hold one for tens of milliseconds. Outcomes come on the caller's context.
 */
@ApplicationScoped
class ResponseWorker implements AutoCloseable {
  private static final int THREADS = 2;

  /** As many as there are connections, each of which waits for one answer. */
  private static final int WAITING = 10_000;

  private static final Duration RETRY = Duration.ofSeconds(5);

  private final BlockingExecutor threads =
      new BlockingExecutor("responses", THREADS, WAITING, ResponseWorker::tooMany);
  private final ObjectMapper mapper;

  ResponseWorker(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** Begins the work here; where it goes on by itself, it does so beside the event loops, too. */
  <T> Uni<T> begin(Supplier<Uni<T>> work) {
    return Uni.createFrom()
        .deferred(
            () ->
                Uni.createFrom()
                    .deferred(work::get)
                    .runSubscriptionOn(threads::execute)
                    .emitOn(BlockingExecutor.callersContext()));
  }

  /** Makes JSON of the view of what is shown. */
  <T> Uni<Buffer> json(T shown, Function<T, ?> view) {
    return threads.call(() -> write(view.apply(shown)));
  }

  /** The same of what is found: nothing but the writing of bytes is left to the event loop. */
  <T> Uni<Buffer> jsonOf(Supplier<Uni<T>> found, Function<T, ?> view) {
    return begin(() -> found.get().map(shown -> write(view.apply(shown))));
  }

  private Buffer write(Object view) {
    try {
      return Buffer.buffer(mapper.writeValueAsBytes(view));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SluiceException tooMany() {
    return new SluiceException(
            ErrorCode.QUEUE_FULL, WAITING + " answers wait to be made, the most that are kept")
        .retryAfter(RETRY);
  }

  void leave(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
    close();
  }

  @Override
  public void close() {
    threads.close();
  }
}

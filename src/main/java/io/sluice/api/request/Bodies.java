package io.sluice.api.request;

import io.quarkus.runtime.ShutdownEvent;
import io.sluice.base.BlockingExecutor;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.function.Function;

/**
 * Where bodies are read: small ones at once, large ones beside the event loops, which a megabyte of
 * JSON with all that may be wrong in it would hold for tens of milliseconds.
 */
@ApplicationScoped
public class Bodies implements AutoCloseable {
  /** Bytes that take less than a millisecond; hardly any request has more. */
  static final int SMALL = 8 * 1024;

  /** Large ones at once: each becomes many times its size in memory while it is read. */
  private static final int THREADS = 2;

  /** Large ones that wait, a megabyte each; read in a few seconds. */
  private static final int WAITING = 64;

  private static final Duration RETRY = Duration.ofSeconds(5);

  private final BlockingExecutor worker =
      new BlockingExecutor("bodies", THREADS, WAITING, Bodies::tooMany);

  /**
   * What the reader makes of the body, or its failure, on the caller's context; {@code queue-full}
   * where too many large ones wait.
   */
  public <T> Uni<T> read(byte[] body, Function<byte[], T> reader) {
    return body.length <= SMALL
        ? Uni.createFrom().item(() -> reader.apply(body))
        : worker.call(() -> reader.apply(body));
  }

  void leave(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
    close();
  }

  @Override
  public void close() {
    worker.close();
  }

  private static SluiceException tooMany() {
    return new SluiceException(
            ErrorCode.QUEUE_FULL,
            WAITING + " large bodies wait to be read, the most that are kept; nothing was accepted")
        .retryAfter(RETRY);
  }
}

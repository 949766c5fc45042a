package io.sluice.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockingCallsTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aBlockedEventLoopIsSeen() {
    // Given
    BlockingCalls.watch();
    CompletableFuture<Void> ran = new CompletableFuture<>();

    // When
    vertx.runOnContext(unused -> park(ran));

    // Then
    ran.join();
    assertThat(BlockingCalls.seen()).singleElement().asString().contains("park");
  }

  @Test
  void aBlockedWorkerIsNot() {
    // Given
    BlockingCalls.watch();
    CompletableFuture<Void> ran = new CompletableFuture<>();

    // When
    vertx.executeBlocking(() -> park(ran));

    // Then
    ran.join();
    assertThat(BlockingCalls.seen()).isEmpty();
  }

  private static Void park(CompletableFuture<Void> ran) {
    LockSupport.parkNanos(1_000_000);
    ran.complete(null);
    return null;
  }
}

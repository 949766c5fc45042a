package io.sluice.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockingExecutorTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final BlockingExecutor worker = new BlockingExecutor("test", 1, 2);

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void worksOnAThreadOfItsOwn() {
    // When
    String thread = worker.call(() -> Thread.currentThread().getName()).await().atMost(SOON);

    // Then
    assertThat(thread).isEqualTo("sluice-test-1");
  }

  @Test
  void passesFailuresOn() {
    // Given
    Uni<String> failing =
        worker.call(
            () -> {
              throw new IOException("no");
            });

    // When
    assertThatThrownBy(() -> failing.await().atMost(SOON))
        // Then
        .hasRootCauseInstanceOf(IOException.class);
  }

  @Test
  void passesErrorsOnAndWorksOn() {
    // Given
    Uni<String> failing =
        worker.call(
            () -> {
              throw new OutOfMemoryError("no room");
            });

    // When
    assertThatThrownBy(() -> failing.await().atMost(SOON))
        // Then
        .hasRootCauseInstanceOf(OutOfMemoryError.class);
    assertThat(worker.call(() -> "next").await().atMost(SOON)).isEqualTo("next");
  }

  @Test
  void bringsTheOutcomeToTheCallersEventLoop() throws Exception {
    // Given
    Vertx vertx = Vertx.vertx();
    Context context = vertx.getOrCreateContext();
    CompletableFuture<Boolean> onCallersContext = new CompletableFuture<>();

    // When
    context.runOnContext(
        ignored ->
            worker
                .call(() -> "done")
                .subscribe()
                .with(done -> onCallersContext.complete(Vertx.currentContext() == context)));

    // Then
    assertThat(onCallersContext.get(10, TimeUnit.SECONDS)).isTrue();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void keepsTheOrderAndRefusesMoreThanMayWait() throws InterruptedException {
    // Given
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    List<String> done = new ArrayList<>();
    worker.execute(
        () -> {
          started.countDown();
          awaitQuietly(gate);
        });
    started.await();
    worker.execute(() -> done.add("first"));
    worker.execute(() -> done.add("second"));

    // When
    assertThatThrownBy(() -> worker.execute(() -> done.add("third")))
        // Then
        .hasMessageContaining("more work waiting than it takes");
    gate.countDown();
    worker.close();
    assertThat(done).containsExactly("first", "second");
  }

  private static void awaitQuietly(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

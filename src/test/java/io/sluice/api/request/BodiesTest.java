package io.sluice.api.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodiesTest {
  private static final byte[] LARGE = new byte[Bodies.SMALL + 1];
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Vertx vertx = Vertx.vertx();
  private final Bodies bodies = new Bodies();

  @AfterEach
  void close() {
    bodies.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @CsvSource({"0, vert.x-eventloop", "8192, vert.x-eventloop", "8193, sluice-bodies"})
  void readsWhatIsLargeBesideTheEventLoops(int length, String thread) throws Exception {
    // Given
    CompletableFuture<String> reader = new CompletableFuture<>();
    CompletableFuture<Boolean> onCallersContext = new CompletableFuture<>();
    Context context = vertx.getOrCreateContext();

    // When
    context.runOnContext(
        ignored ->
            bodies
                .read(new byte[length], body -> reader.complete(Thread.currentThread().getName()))
                .subscribe()
                .with(done -> onCallersContext.complete(Vertx.currentContext() == context)));

    // Then
    assertThat(reader.get(10, TimeUnit.SECONDS)).startsWith(thread);
    assertThat(onCallersContext.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1", "100000"})
  void passesOnWhatTheReaderRefuses(int length) {
    // Given
    SluiceException refused = new SluiceException(ErrorCode.INVALID_REQUEST, "no");

    // When
    Uni<Object> read =
        bodies.read(
            new byte[length],
            body -> {
              throw refused;
            });

    // Then
    assertThat(read.onFailure().recoverWithItem(failure -> failure).await().atMost(SOON))
        .isSameAs(refused);
  }

  @Test
  void refusesMoreThanMayWait() {
    // Given
    CountDownLatch held = new CountDownLatch(1);
    List<CompletableFuture<Boolean>> kept = new ArrayList<>();

    // When
    CompletableFuture<Boolean> last = hold(held);
    while (!last.isCompletedExceptionally() && kept.size() < 1000) {
      kept.add(last);
      last = hold(held);
    }

    // Then
    assertThat(kept).hasSize(66);
    assertThat(last.handle((done, failure) -> failure).join())
        .isInstanceOfSatisfying(
            SluiceException.class,
            full -> {
              assertThat(full.code()).isEqualTo(ErrorCode.QUEUE_FULL);
              assertThat(full.retryAfter()).isPresent();
            });
    held.countDown();
    assertThat(kept).allSatisfy(body -> assertThat(body.join()).isTrue());
  }

  private CompletableFuture<Boolean> hold(CountDownLatch held) {
    return bodies.read(LARGE, body -> await(held)).subscribeAsCompletionStage();
  }

  private static boolean await(CountDownLatch held) {
    try {
      return held.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

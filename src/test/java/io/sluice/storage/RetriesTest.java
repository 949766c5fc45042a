package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.base.ErrorCode;
import io.sluice.base.ManualTimekeeper;
import io.sluice.base.SluiceException;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.sluice.storage.wire.CancellableCall;
import io.sluice.storage.wire.StorageConfig;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** storage-api.md 7, "Retries", and 12.4: what is tried again, how often, and when. */
class RetriesTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String WAITING = "{\"id\": 7, \"status\": \"waiting\"}";
  private static final String JOB = "/v2/storage/jobs/7";

  private final StorageServer server = new StorageServer();
  private final AtomicInteger calls = new AtomicInteger();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 409, 423, 429, 500, 502, 503, 504, 599})
  @Holds({Fact.RETRIED, Fact.APPLICATION_ERROR})
  void whatMayPassIsTriedAgain(int status) {
    // Given
    failing(2, request -> request.response().setStatusCode(status).end("{}"));

    // When
    Job job = server.api().job(7).await().atMost(SOON);

    // Then
    assertThat(job.status()).isEqualTo(Job.Status.WAITING);
    assertThat(calls).hasValue(3);
  }

  @ParameterizedTest
  @CsvSource({
    "400, STORAGE_REJECTED",
    "401, STORAGE_UNAUTHORIZED",
    "403, STORAGE_FORBIDDEN",
    "404, STORAGE_NOT_FOUND",
    "422, STORAGE_REJECTED",
    "501, STORAGE_PROTOCOL",
    "302, STORAGE_PROTOCOL"
  })
  @Holds(Fact.NOT_RETRIED)
  void whatWillNotPassIsToldAtOnce(int status, ErrorCode code) {
    // Given
    failing(9, request -> request.response().setStatusCode(status).end("{}"));

    // When
    SluiceException failure = failure(server.api().job(7));

    // Then
    assertThat(failure.code()).isEqualTo(code);
    assertThat(calls).hasValue(1);
  }

  @Test
  @Holds(Fact.RETRIED)
  void aConnectionCutInTheMiddleOfAnAnswerIsTriedAgain() {
    // Given
    failing(
        1,
        request -> {
          request.response().putHeader("Content-Length", "500").write("{\"id\":");
          request.connection().close();
        });

    // When
    Job job = server.api().job(7).await().atMost(SOON);

    // Then
    assertThat(job.id()).isEqualTo(7);
    assertThat(calls).hasValue(2);
  }

  @Test
  @Holds(Fact.RETRIED)
  void anAnswerThatDoesNotComeIsTriedAgain() {
    // Given
    failing(1, request -> request.response().setChunked(true).write("{\"id\":"));
    StorageConfig config = TestStorageConfig.quick().timingOut(Duration.ofMillis(300));

    // When
    Job job = server.api(config).job(7).await().atMost(SOON);

    // Then
    assertThat(job.id()).isEqualTo(7);
    assertThat(calls).hasValue(2);
  }

  @Test
  void aServerThatIsNotThereIsUnavailableAfterAllTries() {
    // Given
    StorageApi api = server.api();
    server.stopListening();

    // When
    SluiceException failure = failure(api.job(7));

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
    assertThat(failure).hasMessageContaining("connection default");
  }

  @Test
  @Holds(Fact.RETRY_BOUNDS)
  void theTriesHaveAnUpperBound() {
    // Given
    failing(99, request -> request.response().setStatusCode(502).end());
    StorageConfig config = TestStorageConfig.quick().retrying(4, SOON);

    // When
    SluiceException failure = failure(server.api(config).job(7));

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
    assertThat(calls).hasValue(4);
  }

  @Test
  @Holds(Fact.RETRY_BOUNDS)
  void theTriesHaveADeadline() {
    // Given
    failing(9999, request -> request.response().setStatusCode(502).end());
    StorageConfig config = TestStorageConfig.quick().retrying(9999, Duration.ofMillis(200));

    // When
    SluiceException failure = failure(server.api(config).job(7));

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
    assertThat(calls).hasValueLessThan(200);
  }

  @Test
  @Holds({Fact.RETRY_AFTER, Fact.RATE_LIMIT})
  void retryAfterInSecondsIsLongerThanTheBackOffAndWins() {
    // Given
    failing(
        1, request -> request.response().setStatusCode(429).putHeader("Retry-After", "1").end());
    long start = System.nanoTime();

    // When
    server.api().job(7).await().atMost(SOON);

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(990));
  }

  @Test
  @Holds(Fact.RETRY_AFTER)
  void retryAfterAsADateIsUnderstood() {
    // Given
    Instant now = Instant.parse("2026-11-22T12:00:00Z");
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(now.plusSeconds(300).atOffset(ZoneOffset.UTC));
    failing(
        9, request -> request.response().setStatusCode(503).putHeader("Retry-After", date).end());
    StorageApi api =
        server.connections(TestStorageConfig.quick(), new ManualTimekeeper(now)).get("default");

    // When
    SluiceException failure = failure(api.job(7));

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_BUSY);
    assertThat(failure.retryAfter()).contains(Duration.ofMinutes(5));
  }

  @Test
  void aRetryAfterBeyondTheDeadlineIsToldInsteadOfWaitedFor() {
    // Given
    failing(
        9, request -> request.response().setStatusCode(429).putHeader("Retry-After", "3600").end());

    // When
    SluiceException failure = failure(server.api().job(7));

    // Then
    assertThat(failure.retryAfter()).contains(Duration.ofHours(1));
    assertThat(calls).hasValue(1);
  }

  @Test
  @Holds(Fact.MAINTENANCE)
  void maintenanceIsBusyAndSaysWhy() {
    // Given
    failing(
        99,
        request ->
            request
                .response()
                .setStatusCode(503)
                .putHeader("Retry-After", "0")
                .end("{\"status\": \"maintenance\", \"reason\": \"Moving to a new rack\"}"));

    // When
    SluiceException failure = failure(server.api().job(7));

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_BUSY);
    assertThat(failure).hasMessageContaining("Moving to a new rack");
  }

  @Test
  void aStackThatKeepsFailingIsLeftAloneAndAskedAgainAfterThePause() {
    // Given
    failing(4, request -> request.response().setStatusCode(500).end());
    StorageConfig config =
        TestStorageConfig.quick().retrying(40, SOON).breaking(4, 1, Duration.ofMillis(300));
    long start = System.nanoTime();

    // When
    server.api(config).job(7).await().atMost(SOON);

    // Then
    assertThat(calls).hasValue(5);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
  }

  @Test
  void anOpenCircuitIsToldWithItsPause() {
    // Given
    failing(99, request -> request.response().setStatusCode(500).end());
    StorageConfig config =
        TestStorageConfig.quick().retrying(6, SOON).breaking(4, 1, Duration.ofMinutes(1));

    // When
    SluiceException failure = failure(server.api(config).job(7));

    // Then
    assertThat(calls).hasValue(4);
    assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
    assertThat(failure.retryAfter()).contains(Duration.ofMinutes(1));
  }

  @Test
  void refusalsDoNotOpenTheCircuit() {
    // Given
    failing(10, request -> request.response().setStatusCode(404).end("{}"));
    StorageConfig config = TestStorageConfig.quick().breaking(4, 0.5, Duration.ofMinutes(1));
    StorageApi api = server.api(config);
    for (int i = 0; i < 10; i++) {
      failure(api.job(7));
    }

    // When
    Job job = api.job(7).await().atMost(SOON);

    // Then
    assertThat(job.id()).isEqualTo(7);
  }

  @Test
  void aCancelledCallIsNotTriedAgain() {
    // Given
    server.on(
        JOB,
        request -> {
          calls.incrementAndGet();
          request.response().setStatusCode(503).putHeader("Retry-After", "1").end();
        });
    var waiting = server.api().job(7).subscribe().withSubscriber(UniAssertSubscriber.create());
    Awaitility.await().untilAsserted(() -> assertThat(calls).hasValue(1));

    // When
    waiting.cancel();

    // Then
    Awaitility.await()
        .during(Duration.ofMillis(1300))
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(calls).hasValue(1));
  }

  @Test
  void cancellingEndsWorkThatNeverEndsByItself() {
    // Given
    CancellableCall<String> call = new CancellableCall<>(() -> Uni.createFrom().nothing());
    var running = call.start().subscribe().withSubscriber(UniAssertSubscriber.create());

    // When
    call.cancel();

    // Then
    running.assertFailedWith(CancellationException.class);
  }

  /** The first answers are these; then the job is there. */
  private void failing(int times, Consumer<HttpServerRequest> answer) {
    server.on(
        JOB,
        request -> {
          if (calls.getAndIncrement() < times) {
            answer.accept(request);
          } else {
            request.response().end(WAITING);
          }
        });
  }

  private static SluiceException failure(Uni<?> call) {
    return catchThrowableOfType(SluiceException.class, () -> call.await().atMost(SOON));
  }
}

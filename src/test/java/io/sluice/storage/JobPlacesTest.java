package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** storage-api.md 8: {@code storage.jobsParallelism} jobs of a project run at once. */
class JobPlacesTest {
  private final StorageServer server = new StorageServer();
  private final List<UniEmitter<? super String>> running = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void noMoreJobsRunAtOnceThanTheProjectAllows() {
    // Given
    StorageApi api = apiWithPlaces(2);

    // When
    List<UniAssertSubscriber<String>> asked =
        List.of(start(api), start(api), start(api), start(api));

    // Then
    awaitRunning(2);
    Awaitility.await()
        .during(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(running).hasSize(2));
    assertThat(asked).hasSize(4);
  }

  @Test
  void whatWaitsTakesThePlaceOfWhatEnds() {
    // Given
    StorageApi api = apiWithPlaces(1);
    var first = start(api);
    awaitRunning(1);
    var second = start(api);

    // When
    running.get(0).complete("done");

    // Then
    first.awaitItem().assertItem("done");
    awaitRunning(2);
    second.assertNotTerminated();
  }

  @Test
  void aFailureFreesThePlace() {
    // Given
    StorageApi api = apiWithPlaces(1);
    var first = start(api);
    awaitRunning(1);
    start(api);

    // When
    running.get(0).fail(new SluiceException(ErrorCode.JOB_FAILED, "failed"));

    // Then
    first.awaitFailure().assertFailedWith(SluiceException.class);
    awaitRunning(2);
  }

  @Test
  void cancellingFreesThePlaceAndEndsTheWork() {
    // Given
    StorageApi api = apiWithPlaces(1);
    var first = start(api);
    awaitRunning(1);
    start(api);
    boolean[] ended = {false};
    running.get(0).onTermination(() -> ended[0] = true);

    // When
    first.cancel();

    // Then
    awaitRunning(2);
    assertThat(ended[0]).isTrue();
  }

  @Test
  void whatIsCancelledWhileItWaitsNeverStarts() {
    // Given
    StorageApi api = apiWithPlaces(1);
    start(api);
    awaitRunning(1);
    var waiting = start(api);
    var last = start(api);
    waiting.cancel();

    // When
    running.get(0).complete("done");

    // Then
    awaitRunning(2);
    running.get(1).complete("last");
    last.awaitItem().assertItem("last");
  }

  @Test
  void theLimitIsAskedForOnce() {
    // Given
    StorageApi api = apiWithPlaces(3);
    start(api);
    awaitRunning(1);

    // When
    start(api);

    // Then
    awaitRunning(2);
    assertThat(server.heard()).extracting(StorageServer.Heard::uri).hasSize(1);
  }

  @Test
  void manyWhoNeedTheLimitAtOnceAskForItOnce() {
    // Given
    StorageApi api = apiWithPlaces(3);

    // When
    for (int number = 0; number < 20; number++) {
      start(api);
    }

    // Then
    awaitRunning(3);
    assertThat(server.heard()).hasSize(1);
  }

  @Test
  void aJobThatRunsAlreadyIsWaitedForAtOnceThoughAllPlacesAreTaken() {
    // Given
    StorageApi api = apiWithPlaces(1);
    start(api);
    awaitRunning(1);

    // When
    goOn(api);
    goOn(api);

    // Then
    assertThat(running).hasSize(3);
  }

  @Test
  void aJobThatRunsAlreadyCountsUntilItsEnd() {
    // Given
    StorageApi api = apiWithPlaces(2);
    start(api);
    awaitRunning(1);
    var earlier = goOn(api);
    start(api);
    assertThat(running).hasSize(2);

    // When
    running.get(1).complete("done");

    // Then
    earlier.awaitItem().assertItem("done");
    awaitRunning(3);
  }

  @Test
  void aJobThatRunsAlreadyCountsNoMoreWhenNobodyWaitsForIt() {
    // Given
    StorageApi api = apiWithPlaces(1);
    start(api);
    awaitRunning(1);
    var earlier = goOn(api);
    var next = start(api);

    // When
    earlier.cancel();
    running.get(0).complete("done");

    // Then
    awaitRunning(3);
    running.get(2).complete("next");
    next.awaitItem().assertItem("next");
  }

  @Test
  void aJobThatRunsAlreadyIsWaitedForThoughTheLimitCannotBeLearnt() {
    // Given
    StorageApi api = server.on("/v2/storage/tokens/verify", "[]").api();

    // When
    var earlier = goOn(api);
    running.get(0).complete("done");

    // Then
    earlier.awaitItem().assertItem("done");
  }

  private UniAssertSubscriber<String> goOn(StorageApi api) {
    return api.besideRunningJob(() -> Uni.createFrom().<String>emitter(running::add))
        .subscribe()
        .withSubscriber(UniAssertSubscriber.create());
  }

  private StorageApi apiWithPlaces(int places) {
    return server
        .on(
            "/v2/storage/tokens/verify",
            """
            {"id": "1", "bucketPermissions": [],
             "owner": {"id": 8625, "name": "Shop", "limits":
               {"storage.jobsParallelism": {"name": "storage.jobsParallelism", "value": %d}}}}
            """
                .formatted(places))
        .api();
  }

  private UniAssertSubscriber<String> start(StorageApi api) {
    return api.inJobPlace(() -> Uni.createFrom().<String>emitter(running::add))
        .subscribe()
        .withSubscriber(UniAssertSubscriber.create());
  }

  private void awaitRunning(int jobs) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(() -> assertThat(running).hasSize(jobs));
  }
}

package io.sluice.export.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sluice.Configured;
import io.sluice.access.Caller;
import io.sluice.base.CallersContexts;
import io.sluice.base.Directories;
import io.sluice.base.ExportId;
import io.sluice.base.ManualTimekeeper;
import io.sluice.base.SluiceException;
import io.sluice.base.TableId;
import io.sluice.export.live.ExportRows;
import io.sluice.export.model.Acceptance;
import io.sluice.export.model.Acceptance.How;
import io.sluice.export.model.Batch;
import io.sluice.export.model.ExportFilter;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.run.ExportRunner;
import io.sluice.export.run.ExportsConfig;
import io.sluice.store.file.StoreFiles;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmissionsTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Optional<String> KEY = Optional.of("nightly-2026-11-22");

  @TempDir Path folder;
  private Directories directories;
  private StoreFiles files;
  private Submissions submissions;
  private Batches batches;
  private Exports exports;

  @BeforeEach
  void start() {
    ManualTimekeeper time = new ManualTimekeeper();
    directories = new Directories(folder.resolve("data"), folder.resolve("work"));
    files = new StoreFiles(directories, time);
    ExportRows rows =
        new ExportRows(
            new ObjectMapper().registerModules(new Jdk8Module(), new JavaTimeModule()),
            Runnable::run);
    ExportRunner runs = new ExportRunner(null, null, null, waitingOnly(), time);
    exports =
        new Exports(
            runs,
            files.store(),
            files.claims(),
            files.store(),
            rows,
            null,
            Configured.with(
                KeptRequestsConfig.class, Map.of("sluice.limits.kept-requests", "100K")),
            new CallersContexts(),
            time);
    submissions = new Submissions(exports);
    batches = new Batches(exports, time);
  }

  @AfterEach
  void stop() {
    files.close();
    directories.close();
  }

  @Test
  void answersARequestWithoutAKeyWithTheExportThatIsUnderWayForItAlsoAfterARestart() {
    // Given
    Acceptance first =
        now(submissions.submit(Caller.program(), request("a"), Optional.empty(), Optional.empty()));
    stop();
    start();

    // When
    Acceptance second =
        now(submissions.submit(Caller.program(), request("a"), Optional.empty(), Optional.empty()));

    // Then
    assertThat(first.how()).isEqualTo(How.NEW);
    assertThat(second.how()).isEqualTo(How.UNDER_WAY);
    assertThat(second.export().id()).isEqualTo(first.export().id());
  }

  @Test
  void makesOneExportOfTwoEqualRequestsAtTheSameTime() {
    // Given
    Uni<Acceptance> first =
        submissions.submit(Caller.program(), request("a"), Optional.empty(), Optional.empty());
    Uni<Acceptance> second =
        submissions.submit(Caller.program(), request("a"), Optional.empty(), Optional.empty());

    // When
    List<Acceptance> both = now(Uni.join().all(first, second).andFailFast());

    // Then
    assertThat(both).extracting(accepted -> accepted.export().id()).containsOnly(id(both, 0));
    assertThat(both).extracting(Acceptance::how).containsExactly(How.NEW, How.UNDER_WAY);
  }

  @Test
  void aCallerWhoLeavesAndComesBackWithTheKeyGetsTheOneExport() {
    for (int i = 0; i < 5; i++) {
      // Given
      Optional<String> key = Optional.of("key-" + i);
      String table = "t" + i;
      submissions
          .submit(Caller.program(), request(table), key, Optional.empty())
          .subscribe()
          .with(done -> {})
          .cancel();

      // When
      now(submissions.submit(Caller.program(), request(table), key, Optional.empty()));
    }

    // Then
    assertThat(now(exports.page(Caller.program(), ExportFilter.ALL, Optional.empty(), 100)))
        .extracting(export -> export.request().table())
        .hasSize(5)
        .doesNotHaveDuplicates();
  }

  @Test
  void makesAnotherExportForAKeyThoughTheSameRequestIsUnderWay() {
    // Given
    Acceptance first =
        now(submissions.submit(Caller.program(), request("a"), Optional.empty(), Optional.empty()));

    // When
    Acceptance second =
        now(submissions.submit(Caller.program(), request("a"), KEY, Optional.empty()));

    // Then
    assertThat(second.how()).isEqualTo(How.NEW);
    assertThat(second.export().id()).isNotEqualTo(first.export().id());
  }

  @Test
  void givesTheSameExportForTheSameKeyAndRequestAlsoAfterARestart() {
    // Given
    Acceptance first =
        now(submissions.submit(Caller.program(), request("a"), KEY, Optional.empty()));
    stop();
    start();

    // When
    Acceptance second =
        now(submissions.submit(Caller.program(), request("a"), KEY, Optional.empty()));

    // Then
    assertThat(second.export().id()).isEqualTo(first.export().id());
    assertThat(first.how()).isEqualTo(How.NEW);
    assertThat(second.how()).isEqualTo(How.SAME_KEY);
  }

  @Test
  void makesOneExportOfTwoRequestsWithTheSameKeyAtTheSameTime() {
    // Given
    Uni<Acceptance> first =
        submissions.submit(Caller.program(), request("a"), KEY, Optional.empty());
    Uni<Acceptance> second =
        submissions.submit(Caller.program(), request("a"), KEY, Optional.empty());

    // When
    List<Acceptance> both = now(Uni.join().all(first, second).andFailFast());

    // Then
    assertThat(both).extracting(accepted -> accepted.export().id()).containsOnly(id(both, 0));
    assertThat(both).extracting(Acceptance::how).containsExactly(How.NEW, How.SAME_KEY);
  }

  @Test
  void refusesTheKeyForAnotherRequest() {
    // Given
    now(submissions.submit(Caller.program(), request("a"), KEY, Optional.empty()));

    // When
    SluiceException refused =
        refused(submissions.submit(Caller.program(), request("b"), KEY, Optional.empty()));

    // Then
    assertThat(refused.code().slug()).isEqualTo("idempotency-key-reused");
    assertThat(refused).hasMessageContaining("in.c-shop.a").hasMessageContaining("new key");
  }

  @Test
  void keepsABatchInTheOrderAskedAlsoAfterARestart() {
    // Given
    Batches.Accepted accepted =
        now(batches.submit(Caller.program(), order("x", "c", "a", "b"), KEY));
    stop();
    start();

    // When
    Batch found = now(batches.find(Caller.program(), accepted.batch().id()));

    // Then
    assertThat(found.exports())
        .extracting(export -> export.request().table().value())
        .containsExactly("in.c-shop.c", "in.c-shop.a", "in.c-shop.b");
  }

  @Test
  void completesABatchThatWasAcceptedInPart() {
    // Given
    Batches.Accepted half = now(batches.submit(Caller.program(), order("x", "a"), KEY));

    // When
    Batches.Accepted whole = now(batches.submit(Caller.program(), order("x", "a", "b"), KEY));

    // Then
    assertThat(whole.batch().id()).isEqualTo(half.batch().id());
    assertThat(whole.batch().exports()).hasSize(2);
    assertThat(now(exports.page(Caller.program(), ExportFilter.ALL, Optional.empty(), 100)))
        .hasSize(2);
  }

  @Test
  void aCallerWhoLeavesAndComesBackWithTheKeyGetsTheOneBatch() {
    // Given
    batches
        .submit(Caller.program(), order("x", "a", "b"), KEY)
        .subscribe()
        .with(done -> {})
        .cancel();

    // When
    Batches.Accepted accepted = now(batches.submit(Caller.program(), order("x", "a", "b"), KEY));

    // Then
    assertThat(accepted.batch().exports()).hasSize(2);
    assertThat(now(exports.page(Caller.program(), ExportFilter.ALL, Optional.empty(), 100)))
        .hasSize(2);
  }

  @Test
  void givesTheSameBatchForTheSameKey() {
    // Given
    Batches.Accepted first = now(batches.submit(Caller.program(), order("x", "a", "b"), KEY));

    // When
    Batches.Accepted second = now(batches.submit(Caller.program(), order("x", "a", "b"), KEY));

    // Then
    assertThat(second.fresh()).isFalse();
    assertThat(second.batch().id()).isEqualTo(first.batch().id());
  }

  @Test
  void refusesABatchsKeyForAnotherBatch() {
    // Given
    now(batches.submit(Caller.program(), order("x", "a"), KEY));

    // When
    SluiceException refused = refused(batches.submit(Caller.program(), order("y", "a"), KEY));

    // Then
    assertThat(refused.code().slug()).isEqualTo("idempotency-key-reused");
  }

  @Test
  void acceptsNothingOfABatchThatTheQueueHasNoPlaceFor() {
    // Given
    Batches.Order tooMany = order("x", "a", "b", "c", "d", "e", "f");

    // When
    SluiceException refused = refused(batches.submit(Caller.program(), tooMany, KEY));

    // Then
    assertThat(refused.code().slug()).isEqualTo("queue-full");
    assertThat(now(exports.page(Caller.program(), ExportFilter.ALL, Optional.empty(), 100)))
        .isEmpty();
  }

  private static ExportId id(List<Acceptance> all, int index) {
    return all.get(index).export().id();
  }

  private static <T> T now(Uni<T> uni) {
    return uni.await().atMost(SOON);
  }

  private static SluiceException refused(Uni<?> uni) {
    return catchThrowableOfType(SluiceException.class, () -> now(uni));
  }

  private static Batches.Order order(String digest, String... tables) {
    return new Batches.Order(
        digest,
        java.util.Arrays.stream(tables).map(SubmissionsTest::request).toList(),
        Optional.empty());
  }

  private static ExportRequest request(String table) {
    return new ExportRequest(
        TableId.parse("in.c-shop." + table),
        "default",
        OptionalLong.of(7),
        List.of("id"),
        List.of(),
        Optional.of("-2 days"),
        Optional.empty(),
        List.of(),
        OptionalLong.empty(),
        ExportRequest.FileType.AUTO,
        new ExportRequest.Output(
            table + ".parquet",
            ExportRequest.Types.DECLARED,
            ExportRequest.Merge.AUTO,
            Optional.of(ExportRequest.Compression.ZSTD),
            "local"));
  }

  /** Nothing starts; five may wait. */
  private static ExportsConfig waitingOnly() {
    return Configured.with(
        ExportsConfig.class,
        Map.of("sluice.exports.parallel", "0", "sluice.exports.queue-limit", "5"));
  }
}

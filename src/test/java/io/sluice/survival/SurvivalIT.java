package io.sluice.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.sandbox.SandboxServer;
import io.sluice.sandbox.config.SandboxConfig;
import io.sluice.sandbox.wire.Fault;
import io.sluice.sandbox.wire.FaultRule;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged gateway is killed, terminated and flooded. Short by default; a longer run is asked
 * for with {@code -Dsurvival.kills=}, {@code -Dsurvival.terminations=} and {@code
 * -Dsurvival.queued=}.
 */
class SurvivalIT {
  private static final Logger LOG = Logger.getLogger(SurvivalIT.class);
  private static final String TABLE = "in.c-shop.orders";
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int ROUNDS = 20;
  private static final Fault SLOW_ANSWER = new Fault.Stall(0, Duration.ofMillis(100));
  private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled");
  private static final List<String> STATES =
      List.of("queued", "starting", "exporting", "downloading", "merging", "delivering");

  @TempDir Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final List<String> ids = new ArrayList<>();
  private DataDirectory data;
  private SandboxServer sandbox;

  @BeforeEach
  void start() {
    data = new DataDirectory(folder.resolve("data"));
    sandbox =
        SandboxServer.start(
                vertx, SandboxConfig.of(Map.of("job.processing", "300ms", "caching", "false")))
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  @AfterEach
  void stop() {
    sandbox.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void everyAcceptedExportSucceedsOnceHoweverOftenTheProcessIsKilled() throws IOException {
    // Given
    int kills = Integer.getInteger("survival.kills", 1);
    Random random = new Random(7);
    Map<String, Integer> hits = new TreeMap<>();
    sandbox.sandbox().faults().add(FaultRule.always("/s3/**", new Fault.Drip(1_000_000)));
    sandbox.sandbox().faults().add(FaultRule.always("/**/export-async", SLOW_ANSWER));
    try (GatewayProcess gateway = gateway(Map.of("sluice.exports.parallel", "2"))) {
      gateway.start();

      // When
      for (String state : STATES) {
        killIn(state, gateway, hits);
      }
      for (int number = 0; number < kills; number++) {
        submit(gateway, 1, 60_000);
        Instant next = Instant.now().plusMillis(200 + random.nextInt(1_500));
        await().pollInterval(Duration.ofMillis(10)).until(() -> Instant.now().isAfter(next));
        kill(gateway, hits);
      }
      sandbox.sandbox().faults().clear();
      awaitEnd();

      // Then
      long payload = 0;
      for (String id : ids) {
        JsonNode export = gateway.export(id);
        data.assertDelivered(export);
        payload += export.path("progress").path("bytesTotal").asLong();
      }
      long fetched = sandbox.sandbox().log().bytesSent("/s3/");
      LOG.infof(
          "kills=%d hits=%s exports=%d payload=%d fetched=%d (%.2f)",
          gateway.starts() - 1, hits, ids.size(), payload, fetched, (double) fetched / payload);
      assertThat(hits).containsKeys(STATES.toArray(String[]::new));
      await().atMost(Duration.ofSeconds(5)).until(() -> data.scratches().isEmpty());
      assertThat(data.results()).containsExactlyInAnyOrderElementsOf(ids);
      assertThat(fetched).isLessThan((long) (1.3 * payload));
    }
  }

  @Test
  void anExportThatKillsEveryProcessFailsAndTheNextOneSucceeds() throws IOException {
    // Given
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    try (GatewayProcess gateway = gateway(Map.of("java.io.tmpdir", temporary.toString()))) {
      gateway.start();
      String deadly = gateway.submit(TABLE, 60_000, "rewrite");
      await()
          .pollInterval(Duration.ofMillis(1))
          .atMost(LONG)
          .until(() -> "merging".equals(data.states().get(deadly)));
      gateway.process().kill();

      // When
      for (int attempt = 2; attempt <= 4; attempt++) {
        int begun = attempt;
        gateway.launch();
        await()
            .pollInterval(Duration.ofMillis(1))
            .atMost(LONG)
            .until(() -> data.attempts(deadly) == begun);
        gateway.process().kill();
      }
      gateway.start();

      // Then
      await().atMost(LONG).until(() -> "failed".equals(data.states().get(deadly)));
      assertThat(gateway.export(deadly).path("error").path("code").asText())
          .isEqualTo("gateway-crashed");
      await().atMost(Duration.ofSeconds(5)).until(() -> data.scratches().isEmpty());
      assertThat(unpackedLibraries(temporary)).isEmpty();
      String next = gateway.submit(TABLE, 59_999, "rewrite");
      await().atMost(LONG).until(() -> ENDED.contains(data.states().get(next)));
      data.assertDelivered(gateway.export(next));
    }
  }

  @Test
  void leavesWithinTheGraceInTheMiddleOfARewriteAndGoesOnAfterwards() throws IOException {
    // Given
    int terminations = Integer.getInteger("survival.terminations", 3);
    Random random = new Random(11);
    List<Duration> exits = new ArrayList<>();
    try (GatewayProcess gateway = gateway(Map.of())) {
      gateway.start();

      // When
      for (int number = 0; number < terminations; number++) {
        submit(gateway, 2, 60_000);
        await()
            .pollInterval(Duration.ofMillis(1))
            .atMost(LONG)
            .failFast(this::anyFailed)
            .until(() -> data.states().containsValue("merging"));
        Instant next = Instant.now().plusMillis(random.nextInt(300));
        await().pollInterval(Duration.ofMillis(1)).until(() -> Instant.now().isAfter(next));
        exits.add(terminate(gateway));
        gateway.start();
      }
      awaitEnd();

      // Then
      LOG.infof("exits=%s", exits);
      assertThat(exits).allMatch(exit -> exit.compareTo(Duration.ofSeconds(20)) < 0);
      for (String id : ids) {
        data.assertDelivered(gateway.export(id));
      }
    }
  }

  @Test
  void isUnreadyAndTakesNothingNewButStillAnswersWhileItLeaves() {
    // Given
    try (GatewayProcess gateway = gateway(Map.of("quarkus.shutdown.delay", "5s"))) {
      gateway.start();
      submit(gateway, 1, 1_000);
      await().atMost(LONG).until(() -> gateway.readiness() == 200);

      // When
      gateway.process().terminate();

      // Then
      await().atMost(Duration.ofSeconds(4)).until(() -> gateway.readiness() == 503);
      HttpResponse<String> refused = gateway.ask(TABLE, 7, "rewrite");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(refused.body()).contains("shutting-down");
      assertThat(gateway.export(ids.get(0)).path("id").asText()).isEqualTo(ids.get(0));
      assertThat(gateway.process().ended(Duration.ofSeconds(20))).isTrue();
      assertThat(data.states()).containsOnlyKeys(ids);
    }
  }

  @Test
  void manyQueuedExportsEndInTheirOrderInFlatMemory() {
    // Given
    int queued = Integer.getInteger("survival.queued", 200);
    List<Long> resident = new ArrayList<>();
    try (GatewayProcess gateway = gateway(Map.of())) {
      gateway.start();
      submit(gateway, 20, 1_000);
      awaitEnd();

      // When
      submit(gateway, queued, 1_000);
      await()
          .pollInterval(Duration.ofMillis(200))
          .atMost(LONG)
          .failFast(this::anyFailed)
          .until(
              () -> {
                resident.add(gateway.process().residentBytes() >> 20);
                return ended(data.states().values());
              });

      // Then
      LOG.infof(
          "queued=%d resident MiB: first=%d highest=%d last=%d",
          queued,
          resident.get(0),
          resident.stream().mapToLong(Long::longValue).max().orElseThrow(),
          resident.get(resident.size() - 1));
      List<Instant> starts =
          ids.stream()
              .map(gateway::export)
              .map(export -> Instant.parse(export.path("startedAt").asText()))
              .toList();
      // Each notes its start on a context of its own: neighbours may do so in either order.
      assertThat(IntStream.range(10, starts.size()))
          .allSatisfy(i -> assertThat(starts.get(i)).isAfterOrEqualTo(starts.get(i - 10)));
      assertThat(data.states()).hasSize(queued + 20);
      assertThat(Set.copyOf(data.states().values())).containsExactly("succeeded");
      assertThat(resident.get(resident.size() - 1)).isLessThan(resident.get(0) + 200);
    }
  }

  private static List<Path> unpackedLibraries(Path temporary) throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      return files.filter(file -> file.toString().matches(".*(jnilib-|zstd|snappy).*")).toList();
    }
  }

  private GatewayProcess gateway(Map<String, String> settings) {
    return new GatewayProcess(sandbox, folder, settings);
  }

  /** Different requests, for equal ones would be one export. */
  private void submit(GatewayProcess gateway, int count, int rows) {
    for (int number = 0; number < count; number++) {
      ids.add(gateway.submit(TABLE, rows + ids.size(), "rewrite"));
    }
  }

  /** Some states last a millisecond: what was not seen, or left before the kill, is tried again. */
  private void killIn(String state, GatewayProcess gateway, Map<String, Integer> hits) {
    for (int round = 0; round < ROUNDS && !hits.containsKey(state); round++) {
      submit(gateway, 3, 60_000);
      await()
          .pollInterval(Duration.ofMillis(1))
          .atMost(LONG)
          .failFast(this::anyFailed)
          .until(() -> data.states().containsValue(state) || ended(data.states().values()));
      if (data.states().containsValue(state)) {
        kill(gateway, hits);
      }
    }
  }

  private void kill(GatewayProcess gateway, Map<String, Integer> hits) {
    gateway.process().kill();
    data.states().values().stream()
        .filter(state -> !ENDED.contains(state))
        .forEach(state -> hits.merge(state, 1, Integer::sum));
    gateway.start();
  }

  private static Duration terminate(GatewayProcess gateway) {
    Instant asked = Instant.now();
    gateway.process().terminate();
    assertThat(gateway.process().ended(Duration.ofSeconds(60))).isTrue();
    return Duration.between(asked, Instant.now());
  }

  private void awaitEnd() {
    await().atMost(LONG).failFast(this::anyFailed).until(() -> ended(data.states().values()));
  }

  private boolean anyFailed() {
    return data.states().containsValue("failed");
  }

  private static boolean ended(Collection<String> states) {
    return ENDED.containsAll(states);
  }
}

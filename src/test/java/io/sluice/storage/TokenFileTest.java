package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.sluice.base.ErrorCode;
import io.sluice.base.ManualTimekeeper;
import io.sluice.base.SluiceException;
import io.sluice.storage.connection.ConfiguredConnections;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token in a file is replaced while the gateway runs. */
class TokenFileTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration ONE_LOOK = Duration.ofSeconds(5);
  private static final String OLD = "8625-old-token-in-a-file";
  private static final String NEW = "8625-new-token-in-a-file";

  @TempDir Path directory;

  private final StorageServer server = new StorageServer();
  private final ManualTimekeeper time = new ManualTimekeeper();
  private final Warnings warnings = new Warnings();
  private Path file;

  @BeforeEach
  void start() throws IOException {
    warnings.start();
    file = directory.resolve("token");
    Files.writeString(file, "  " + OLD + " \n");
    server.on("/v2/storage/jobs/7", this::accepted);
  }

  @AfterEach
  void stop() {
    warnings.stop();
    server.close();
  }

  @Test
  void theTokenIsTheFilesTextWithoutTheSpaceAroundIt() {
    // When
    now(api().job(7));

    // Then
    assertThat(tokens()).containsExactly(OLD);
  }

  @Test
  void anExportUnderWayGoesOnWithTheNewToken() throws IOException {
    // Given
    StorageApi api = api().withRunId("an-export");
    now(api.job(7));
    Files.writeString(file, NEW);

    // When
    time.advance(ONE_LOOK);

    // Then
    await().untilAsserted(() -> assertThat(tokenAfter(api)).isEqualTo(NEW));
  }

  @Test
  void aLinkThatIsSwappedIsFollowed() throws IOException {
    // Given
    Path mount = Files.createDirectory(directory.resolve("mount"));
    Files.writeString(Files.createDirectory(mount.resolve("..1")).resolve("token"), OLD);
    Files.writeString(Files.createDirectory(mount.resolve("..2")).resolve("token"), NEW);
    Files.createSymbolicLink(mount.resolve("..data"), Path.of("..1"));
    file = Files.createSymbolicLink(mount.resolve("token"), Path.of("..data/token"));
    StorageApi api = api();
    now(api.job(7));

    // When
    Files.delete(mount.resolve("..data"));
    Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2"));
    time.advance(ONE_LOOK);

    // Then
    await().untilAsserted(() -> assertThat(tokenAfter(api)).isEqualTo(NEW));
  }

  @Test
  void aTokenThatIsRefusedIsReadAgainAtOnce() throws IOException {
    // Given
    server.on("/v2/storage/jobs/7", request -> onlyWith(NEW, request));
    StorageApi api = api();
    Files.writeString(file, NEW);

    // When
    Job job = now(api.job(7));

    // Then
    assertThat(job.id()).isEqualTo(7);
    assertThat(tokens()).containsExactly(OLD, NEW);
  }

  @Test
  void aTokenThatIsRefusedAndStillTheSameFailsAfterOneRequest() {
    // Given
    server.on("/v2/storage/jobs/7", request -> onlyWith(NEW, request));

    // When
    SluiceException failure = failure(api().job(7));

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_UNAUTHORIZED);
    assertThat(failure).hasMessageContaining("sluice.connections.default.token-file");
    assertThat(tokens()).containsExactly(OLD);
  }

  @Test
  void aNewTokenThatIsRefusedTooFailsAfterTwoRequests() throws IOException {
    // Given
    server.on("/v2/storage/jobs/7", request -> onlyWith("another", request));
    StorageApi api = api();
    Files.writeString(file, NEW);

    // When
    SluiceException failure = failure(api.job(7));

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_UNAUTHORIZED);
    assertThat(tokens()).containsExactly(OLD, NEW);
  }

  @Test
  void aBrokenFileKeepsTheLastTokenAndWarnsOnce() throws IOException {
    // Given
    StorageApi api = api();
    Files.writeString(file, "");
    time.advance(ONE_LOOK);
    await().untilAsserted(() -> assertThat(warnings.told).hasSize(1));

    // When
    for (int i = 0; i < 3; i++) {
      failure(api.job(8)); // what is not found reads nothing again
      time.advance(ONE_LOOK);
    }
    now(api.job(7));
    Files.writeString(file, NEW);
    await()
        .untilAsserted(
            () -> {
              time.advance(ONE_LOOK);
              assertThat(tokenAfter(api)).isEqualTo(NEW);
            });

    // Then
    assertThat(tokens()).contains(OLD);
    assertThat(warnings.told)
        .singleElement()
        .asString()
        .contains("sluice.connections.default.token-file", file + " is empty")
        .doesNotContain(OLD);
  }

  @Test
  void bothTokensAreMasked() throws IOException {
    // Given
    StorageApi api = api();
    Files.writeString(file, NEW);
    time.advance(ONE_LOOK);
    await().untilAsserted(() -> assertThat(tokenAfter(api)).isEqualTo(NEW));
    server.on(
        "/v2/storage/jobs/7",
        "{\"id\": 7, \"status\": \"error\", \"error\": {\"message\": \"%s %s\"}}"
            .formatted(OLD, NEW));

    // When
    Job job = now(api.job(7));

    // Then
    assertThat(job.error())
        .hasValueSatisfying(error -> assertThat(error.message()).hasToString("*** ***"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"does not exist", "is no file", "is empty", "is longer", "holds spaces"})
  void aFileThatHoldsNoTokenFailsTheStartByItsKey(String fault) throws IOException {
    // Given
    Files.delete(file);
    switch (fault) {
      case "is no file" -> Files.createDirectory(file);
      case "is empty" -> Files.writeString(file, " \n ");
      case "is longer" -> Files.writeString(file, "x".repeat(65 * 1024));
      case "holds spaces" -> Files.writeString(file, "two secret-tokens");
      default -> {}
    }

    // When
    ConfigValidationException failure =
        catchThrowableOfType(ConfigValidationException.class, this::api);

    // Then
    assertThat(failure)
        .hasMessageContaining("sluice.connections.default.token-file: " + file + " " + fault);
    assertThat(failure.getMessage()).doesNotContain("secret-tokens");
  }

  @Test
  void aTokenAndAFileBesideItFailTheStart() {
    // When
    ConfigValidationException failure =
        catchThrowableOfType(
            ConfigValidationException.class,
            () -> connections(Optional.of("1-token"), Optional.of(file)));

    // Then
    assertThat(failure)
        .hasMessageContaining("sluice.connections.default has a token and a token-file");
  }

  private void accepted(HttpServerRequest request) {
    request.response().end("{\"id\": 7, \"status\": \"waiting\"}");
  }

  private void onlyWith(String token, HttpServerRequest request) {
    if (token.equals(request.getHeader("X-StorageApi-Token"))) {
      accepted(request);
    } else {
      request.response().setStatusCode(401).end("{}");
    }
  }

  private StorageApi api() {
    return connections(Optional.empty(), Optional.of(file)).get("default");
  }

  private Connections connections(Optional<String> token, Optional<Path> tokenFile) {
    return new ConfiguredConnections(
        TestConnections.with("default", server.url(), token, tokenFile),
        TestStorageConfig.quick(),
        (access, slice) -> {
          throw new AssertionError("no slice is asked for");
        },
        time,
        server.vertx(),
        "test");
  }

  private String tokenAfter(StorageApi api) {
    now(api.job(7));
    List<String> all = tokens();
    return all.get(all.size() - 1);
  }

  private List<String> tokens() {
    return server.heard().stream()
        .filter(heard -> heard.uri().endsWith("/7"))
        .map(heard -> heard.headers().get("X-StorageApi-Token"))
        .toList();
  }

  private static <T> T now(Uni<T> call) {
    return call.await().atMost(SOON);
  }

  private static SluiceException failure(Uni<?> call) {
    return catchThrowableOfType(SluiceException.class, () -> now(call));
  }

  /** What the file's owner reads in the log. */
  private static final class Warnings extends Handler {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("io.sluice.storage.connection.TokenFile");

    void start() {
      logger.addHandler(this);
    }

    void stop() {
      logger.removeHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
      if (line.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue()) {
        told.add(new java.util.logging.SimpleFormatter().formatMessage(line));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}

package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.Configured;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.VertxTimekeeper;
import io.sluice.storage.connection.ConfiguredConnections;
import io.sluice.storage.connection.ConnectionVariables;
import io.sluice.storage.connection.ConnectionsConfig;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionsTest {
  private final StorageServer server = new StorageServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void connectionsComeFromTheEnvironment(@TempDir Path directory) throws IOException {
    // Given
    Path file = Files.writeString(directory.resolve("token"), "2-token");
    Map<String, String> environment =
        Map.of(
            "SLUICE_CONNECTIONS_DEFAULT_URL", "https://connection.keboola.com",
            "SLUICE_CONNECTIONS_DEFAULT_TOKEN", "1-token",
            "SLUICE_CONNECTIONS_EMEA_URL", "https://connection.eu-central-1.keboola.com",
            "SLUICE_CONNECTIONS_EMEA_TOKEN_FILE", file.toString());
    ConnectionsConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(ConnectionsConfig.class)
            .withSources(new EnvConfigSource(environment, 300))
            .build()
            .getConfigMapping(ConnectionsConfig.class);

    // When
    Connections connections = connections(config);

    // Then
    assertThat(connections.names()).containsExactly("default", "emea");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "//", "/v2/storage", "/v2/storage/"})
  void aUrlMayEndAsPeopleWriteIt(String ending) {
    // Given
    server.on("/v2/storage/jobs/7", "{\"id\": 7, \"status\": \"waiting\"}");
    StorageApi api =
        connections(TestConnections.of("default", server.url() + ending, "1-token")).get("default");

    // When
    Job job = api.job(7).await().atMost(Duration.ofSeconds(10));

    // Then
    assertThat(job.id()).isEqualTo(7);
  }

  @Test
  void everyBrokenConnectionIsToldAtOnceWithItsKey() {
    // Given
    ConnectionsConfig config =
        Configured.with(
            ConnectionsConfig.class,
            Map.of(
                "sluice.connections.a.url", "https://connection.keboola.com",
                "sluice.connections.b.token", "2-token",
                "sluice.connections.c.url", "ftp://x",
                "sluice.connections.c.token", "3-secret token"));

    // When
    ConfigValidationException failure =
        catchThrowableOfType(ConfigValidationException.class, () -> connections(config));

    // Then
    assertThat(failure)
        .hasMessageContainingAll(
            "sluice.connections.a.token is missing",
            "sluice.connections.b.url is missing",
            "sluice.connections.c.url is not an https URL",
            "sluice.connections.c.token holds spaces");
    assertThat(failure.getMessage()).doesNotContain("3-secret");
  }

  @ParameterizedTest
  @CsvSource({
    "http://connection.keboola.com, is plain http",
    "https://user@connection.keboola.com, must have no user",
    "https://connection.keboola.com?x=1, must have no user",
    "connection.keboola.com, is not an https URL",
    "https://, is not a URL",
    "'https://a b', is not a URL",
    "https://connection.keboola.com/ü, holds characters"
  })
  void aUrlThatIsNoneIsRefused(String url, String reason) {
    // Given
    ConnectionsConfig config = TestConnections.of("default", url, "1-token");

    // When
    ConfigValidationException failure =
        catchThrowableOfType(ConfigValidationException.class, () -> connections(config));

    // Then
    assertThat(failure).hasMessageContaining("sluice.connections.default.url " + reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SLUICE_CONNECTIONS_SALES_TOKN",
        "SLUICE_CONNECTIONS_SALES_EU_TOKEN",
        "SLUICE_CONNECTIONS_OTHER_TOKEN",
        "SLUICE_CONNECTIONS_URL"
      })
  void aVariableThatSetsNothingIsTold(String variable) {
    // Given
    Set<String> variables =
        Set.of(
            variable,
            "PATH",
            "SLUICE_DATA_DIR",
            "SLUICE_CONNECTIONS_SALES_URL",
            "SLUICE_CONNECTIONS_SALES_TOKEN_FILE",
            "SLUICE_CONNECTIONS__MY_OWN__TOKEN",
            "SLUICE_CONNECTIONS_NORTH_SEA_URL");

    // When
    List<String> problems =
        ConnectionVariables.problems(variables, Set.of("sales", "my.own", "north-sea"));

    // Then
    assertThat(problems).singleElement().asString().startsWith(variable + " sets nothing");
  }

  @ParameterizedTest
  @CsvSource({"sale, did you mean \"sales\"?", "zzz, GET /v1/connections lists"})
  void anUnknownConnectionIsToldTheNameThatWasMeantAndNoOther(String name, String advice) {
    // Given
    String url = "https://connection.keboola.com";
    Connections connections =
        connections(TestConnections.of("sales", url, "1-token").and("payroll", url, "2-token"));

    // When
    SluiceException failure =
        catchThrowableOfType(SluiceException.class, () -> connections.lookups(name));

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.UNKNOWN_CONNECTION);
    assertThat(failure.getMessage()).contains(advice).doesNotContain("payroll");
  }

  private Connections connections(ConnectionsConfig config) {
    return new ConfiguredConnections(
        config,
        TestStorageConfig.quick(),
        (access, slice) -> {
          throw new AssertionError("no slice is asked for");
        },
        new VertxTimekeeper(server.vertx()),
        server.vertx(),
        "test");
  }
}

package io.sluice;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.sluice.sandbox.SandboxServer;
import io.sluice.sandbox.data.SampleTables;
import io.sluice.sandbox.wire.Fault;
import io.sluice.sandbox.wire.FaultRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Exports that succeed and exports that fail at every cloud, and then a search for each token and
 * each credential in everything that was logged, answered, told as an event or written to disk.
 */
@QuarkusTest
@WithTestResource(SandboxResource.class)
class SecretsStayInsideTest {
  private static final List<String> CONNECTIONS = List.of("default", "gcp", "azure", "intruder");

  SandboxServer sandbox;

  @ConfigProperty(name = "sluice.data-dir")
  Path dataDirectory;

  private final LogCapture log = new LogCapture();

  @BeforeEach
  void capture() {
    log.start();
  }

  @AfterEach
  void stop() {
    log.stop();
    sandbox.sandbox().faults().clear();
  }

  @Test
  @Holds(Fact.REDACTION)
  void noSecretIsInAnyLogAnswerEventOrFile() throws IOException {
    // Given
    List<String> seen = new ArrayList<>();

    // When
    CONNECTIONS.forEach(connection -> seen.addAll(exportAndListen(connection, 3_001)));
    loseEverySlice();
    CONNECTIONS.forEach(connection -> seen.addAll(exportAndListen(connection, 3_002)));
    seen.add(given().get("/v1/exports").asString());
    seen.addAll(log.lines());
    seen.addAll(filesBelow(dataDirectory));

    // Then
    assertThat(seen).anyMatch(text -> text.contains("\"state\":\"failed\""));
    assertThat(log.lines()).anyMatch(line -> line.contains("exportId="));
    assertThat(secrets()).hasSizeGreaterThan(6).allSatisfy(secret -> isNowhere(secret, seen));
    assertThat(sandbox.sandbox().log().leaks()).isEmpty();
  }

  private void loseEverySlice() {
    Fault gone = new Fault.Status(404, Optional.empty());
    Stream.of("/s3/**", "/gcs/**", "/azure/**")
        .forEach(path -> sandbox.sandbox().faults().add(FaultRule.always(path, gone)));
  }

  private static void isNowhere(String secret, List<String> seen) {
    assertThat(seen.stream().filter(text -> text.contains(secret)).findFirst())
        .as("a secret was seen")
        .isEmpty();
  }

  private List<String> secrets() {
    List<String> secrets = new ArrayList<>(sandbox.sandbox().secrets());
    secrets.addAll(
        List.of("sandbox-aws", "sandbox-gcp", "sandbox-azure", SandboxResource.WRONG_TOKEN));
    return secrets;
  }

  /** What a caller sees of one export: the answers and the events. */
  private static List<String> exportAndListen(String connection, int limit) {
    String id =
        Gateway.submit(
            "{\"table\": \"%s\", \"connection\": \"%s\", \"limit\": %d}"
                .formatted(SampleTables.CUSTOMERS.id(), connection, limit));
    String events = given().get("/v1/exports/" + id + "/events").asString();
    return List.of(events, given().get("/v1/exports/" + id).asString());
  }

  private static List<String> filesBelow(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).map(SecretsStayInsideTest::content).toList();
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.sluice.health;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.sluice.SandboxResource;
import io.sluice.base.Directories;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a probe and a person on call see on the management port. */
@QuarkusTest
@TestProfile(HealthTest.Managed.class)
@WithTestResource(SandboxResource.class)
class HealthTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String OF = "checks.find { it.name == '%s' }.";

  @TestHTTPResource(management = true)
  URI management;

  @Inject Directories directories;

  /** With a port for management, as in production. */
  public static final class Managed implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.management.enabled", "true");
    }
  }

  @Test
  void aGatewayThatIsWellIsReadyAndSaysOfWhat() {
    ready(200)
        .body("checks.name", hasItems("open", "store", "disk", "queue"))
        .body(OF.formatted("open") + "data.exports", equalTo("loaded"))
        .body(OF.formatted("queue") + "data.limit", greaterThan(0))
        .body(OF.formatted("disk") + "data['data.path']", equalTo(directories.data().toString()))
        .body(OF.formatted("disk") + "data['work.freeBytes']", greaterThan(0L));
  }

  @Test
  void aStoreThatRefusesMakesItNotReadyButAliveUntilItWritesAgain() throws IOException {
    // Given
    Path away = directories.exports().resolveSibling("exports-away");
    Files.move(directories.exports(), away);

    // When
    submit().statusCode(500).body("type", containsString("journal-failed"));

    // Then
    ready(503)
        .body("status", equalTo("DOWN"))
        .body(OF.formatted("store") + "status", equalTo("DOWN"))
        .body(OF.formatted("store") + "data.reason", containsString(directories.exports() + "/"))
        .body(OF.formatted("queue") + "status", equalTo("UP"));
    given().get(of("/q/health/live")).then().statusCode(200);
    given()
        .get(of("/q/metrics"))
        .then()
        .body(containsString("sluice_ready{check=\"store\"} 0.0"))
        .body(containsString("sluice_ready{check=\"queue\"} 1.0"));

    // When
    Files.move(away, directories.exports());

    // Then it finds that out by itself
    await().atMost(SOON).untilAsserted(() -> ready(200));
    submit().statusCode(202);
  }

  private ValidatableResponse ready(int status) {
    return given().get(of("/q/health/ready")).then().statusCode(status);
  }

  private URI of(String path) {
    return management.resolve(path);
  }

  private static ValidatableResponse submit() {
    return given()
        .contentType("application/json")
        .body("{\"table\":\"in.c-shop.customers\"}")
        .post("/v1/exports")
        .then();
  }
}

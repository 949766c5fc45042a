package io.sluice.api;

import static io.restassured.RestAssured.given;
import static io.sluice.api.ExportsApiTest.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.sluice.SandboxResource;
import io.sluice.sandbox.SandboxServer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller sends never steers where the project's token goes. */
@QuarkusTest
@WithTestResource(SandboxResource.class)
class CatalogApiTest {
  SandboxServer sandbox;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../branch/999/tables?",
        "../tokens?",
        "../files?",
        "in.c-shop/../../tokens",
        "x\r\nX: y"
      })
  void aBucketThatIsNoneIsRefusedByNameAndAskedOfNobody(String bucket) {
    // When
    Response query = given().queryParam("bucket", bucket).get("/v1/connections/default/tables");
    Response batch =
        json("{\"bucket\": \"%s\"}".formatted(bucket.replace("\r\n", "\\r\\n")))
            .post("/v1/batches");

    // Then
    query.then().statusCode(400).body("errors.parameter", hasItem("bucket"));
    batch.then().statusCode(400).body("errors.pointer", hasItem("/bucket"));
    assertThat(sandbox.sandbox().log().entries())
        .noneMatch(entry -> entry.path().contains("branch/999") || entry.path().contains("/../"));
  }

  @Test
  void lookupsThatAreRefusedHoldNoConnection() {
    // Given
    IntStream.range(0, 40)
        .forEach(
            i ->
                given()
                    .queryParam("bucket", "x\r\nX" + i)
                    .get("/v1/connections/default/tables")
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("invalid-request")));

    // When
    Response next = given().get("/v1/connections/default/buckets");

    // Then
    next.then().statusCode(200).time(Matchers.lessThan(3L), TimeUnit.SECONDS);
  }

  @Test
  void equalQuestionsAreOneRequestUpstream() {
    // Given
    String path = "/v2/storage/buckets/in.c-shop/tables";

    long start = System.nanoTime();

    // When
    IntStream.range(0, 300)
        .forEach(
            i ->
                given()
                    .get("/v1/connections/azure/tables?bucket=in.c-shop")
                    .then()
                    .statusCode(200));

    // Then an answer is kept for 10 s, and a machine under load takes longer than that
    long kept = Duration.ofNanos(System.nanoTime() - start).toSeconds() / 10;
    assertThat(sandbox.sandbox().log().entries())
        .filteredOn(entry -> entry.path().contains(path))
        .hasSizeLessThanOrEqualTo(Math.toIntExact(4 + kept));
  }
}

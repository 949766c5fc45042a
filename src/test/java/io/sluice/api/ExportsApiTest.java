package io.sluice.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Each row of the contract about exports, over HTTP. */
@QuarkusTest
@QuarkusTestResource(ApiGateway.class)
class ExportsApiTest {
  private static final String ORDERS = "{\"table\": \"in.c-shop.customers\"}";

  @Test
  void answersASubmissionWithTheExportAndWhereToGoFromHere() {
    given()
        .contentType("application/json")
        .body(ORDERS)
        // When
        .post("/v1/exports")
        // Then
        .then()
        .statusCode(202)
        .header("Location", containsString("/v1/exports/"))
        .header("Retry-After", notNullValue())
        .header("Sluice-Accepted", "new")
        .body("state", equalTo("queued"))
        .body("links.self", startsWith("/v1/exports/"))
        .body("links.events", endsWith("/events"))
        .body("links.file", nullValue());
  }

  @Test
  void waitsForTheEndWhereTheCallerPrefersTo() {
    given()
        .contentType("application/json")
        .header("Prefer", "wait=20")
        .body(ORDERS)
        // When
        .post("/v1/exports")
        // Then
        .then()
        .statusCode(200)
        .header("Preference-Applied", "wait=20")
        .header("Retry-After", nullValue())
        .body("state", equalTo("succeeded"))
        .body("error", nullValue())
        .body("links.file", endsWith("/file"))
        .body("result.rows", is(20000));
  }
}

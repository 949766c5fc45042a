package io.sluice.api.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.sluice.SandboxResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions, links and tickets, as their holders use them. */
@QuarkusTest
@TestProfile(KeysProfile.class)
@WithTestResource(SandboxResource.class)
class PassesApiTest {
  private String export;

  @BeforeEach
  void makeAnExport() {
    export =
        given()
            .header("Authorization", KeysProfile.bearer("owner"))
            .header("Prefer", "wait=60")
            .contentType("application/json")
            .body("{\"table\": \"in.c-shop.orders\", \"limit\": 5}")
            .post("/v1/exports")
            .then()
            .statusCode(200)
            .body("createdBy", equalTo("key:owner"))
            .extract()
            .path("id");
  }

  @Test
  void aBrowserSignsInByAKeyAndOutAgain() {
    // Given
    given()
        .get("/v1/session")
        .then()
        .statusCode(200)
        .body("caller", nullValue())
        .body("signIn", hasItem("key"));

    // When
    Response signedIn =
        given()
            .header("Authorization", KeysProfile.bearer("reader"))
            .contentType("application/json")
            .body("{}")
            .post("/v1/session");

    // Then
    assertThat(signedIn.header("Set-Cookie"))
        .startsWith("__Host-sluice=")
        .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict", "; Max-Age=43200")
        .doesNotContain("slc_");
    String cookie = signedIn.header("Set-Cookie").replaceAll(";.*", "");
    given()
        .header("Cookie", cookie)
        .get("/v1/session")
        .then()
        .body("caller", equalTo("key:reader"))
        .body("grants", hasItem("default:read"));
    given().header("Cookie", cookie).get("/v1/exports/" + export).then().statusCode(200);
    given().header("Cookie", cookie).delete("/v1/exports/" + export).then().statusCode(403);
    given().header("Cookie", cookie + "x").get("/v1/exports").then().statusCode(401);
    given()
        .delete("/v1/session")
        .then()
        .statusCode(204)
        .header("Set-Cookie", containsString("__Host-sluice=; "))
        .header("Set-Cookie", containsString("Max-Age=0"));
  }

  @Test
  void anotherSitesPageUsesNobodysSession() {
    // Given
    String cookie =
        given()
            .header("Authorization", KeysProfile.bearer("owner"))
            .contentType("application/json")
            .body("{}")
            .post("/v1/session")
            .header("Set-Cookie")
            .replaceAll(";.*", "");

    // Then
    given()
        .header("Cookie", cookie)
        .header("Origin", "https://evil.example")
        .contentType("application/json")
        .body("{\"table\": \"in.c-shop.orders\"}")
        .post("/v1/exports")
        .then()
        .statusCode(403)
        .body("code", equalTo("cross-site"));
  }

  @Test
  void aLinkReadsItsFileAndNothingElse() {
    // When
    String link = pass("reader", "/v1/exports/" + export + "/links", "{\"expires\": \"PT1M\"}");

    // Then
    given().get(link).then().statusCode(200).header("Content-Type", containsString("parquet"));
    given().header("Range", "bytes=0-3").get(link).then().statusCode(206);
    given().head(link).then().statusCode(200);
    String query = link.substring(link.indexOf('?'));
    given().get("/v1/exports/" + export + query).then().statusCode(401);
    given().get("/v1/exports" + query).then().statusCode(401);
    given().delete(link).then().statusCode(401);
    given().get(link.substring(0, link.length() - 1)).then().statusCode(401);
    given().get(link + "&x=1").then().statusCode(401);
  }

  @Test
  void whoMayNotReadAFileMakesNoLinkToIt() {
    given()
        .header("Authorization", KeysProfile.bearer("elsewhere"))
        .contentType("application/json")
        .body("{}")
        .post("/v1/exports/" + export + "/links")
        .then()
        .statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT25H", "PT0S", "-PT1M", "soon", ""})
  void aLinkLastsForADayAtMost(String expires) {
    given()
        .header("Authorization", KeysProfile.bearer("reader"))
        .contentType("application/json")
        .body("{\"expires\": \"" + expires + "\"}")
        .post("/v1/exports/" + export + "/links")
        .then()
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/expires"));
  }

  @Test
  void aTicketOpensItsStreamOnce() {
    // When
    String ticket =
        pass("reader", "/v1/tickets", "{\"path\": \"/v1/exports/" + export + "/events\"}");

    // Then
    given().get(ticket).then().statusCode(200).body(containsString("succeeded"));
    given().get(ticket).then().statusCode(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/exports", "/v1/events/../exports", "//evil.example/v1/events", ""})
  void aTicketIsForAStreamAlone(String path) {
    given()
        .header("Authorization", KeysProfile.bearer("reader"))
        .contentType("application/json")
        .body("{\"path\": \"" + path + "\"}")
        .post("/v1/tickets")
        .then()
        .statusCode(400);
  }

  private static String pass(String who, String path, String body) {
    return given()
        .header("Authorization", KeysProfile.bearer(who))
        .contentType("application/json")
        .body(body)
        .post(path)
        .then()
        .statusCode(201)
        .extract()
        .path("href");
  }
}

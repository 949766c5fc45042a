package io.sluice.dashboard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.sluice.SandboxResource;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The dashboard's files as they are served; no browser is needed for that. */
@QuarkusTest
@WithTestResource(SandboxResource.class)
class DashboardPageTest {
  private static final Pattern ADDRESS = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

  @Test
  void isServedUnderAPolicyThatLetsNothingForeignIn() {
    // When
    Response page = given().get("/");

    // Then
    page.then()
        .statusCode(200)
        .contentType("text/html")
        .header("Content-Security-Policy", containsString("default-src 'none'; script-src 'self'"))
        .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
        .header("X-Content-Type-Options", equalTo("nosniff"))
        .header("Referrer-Policy", equalTo("no-referrer"))
        .header("Cache-Control", equalTo("no-cache"));
    assertThat(page.header("Content-Security-Policy")).doesNotContain("unsafe", "http", "*");
  }

  @Test
  void isMadeOfFilesOfItsOwnOriginAlone() {
    // Given
    String page = given().get("/").asString();

    // When
    List<String> addresses = ADDRESS.matcher(page).results().map(found -> found.group(1)).toList();

    // Then
    assertThat(addresses)
        .hasSizeGreaterThanOrEqualTo(4)
        .allMatch(path -> path.startsWith("/static/"));
    assertThat(addresses).allSatisfy(path -> given().get(path).then().statusCode(200));
  }

  @Test
  void leavesOtherAddressesToTheirProblems() {
    // When
    Response answer = given().get("/static/nothing.js");

    // Then
    answer.then().statusCode(404).contentType("application/problem+json");
  }
}

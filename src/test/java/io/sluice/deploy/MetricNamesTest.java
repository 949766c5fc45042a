package io.sluice.deploy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.sluice.SandboxResource;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The dashboard, the alerts and the documentation name the metrics that the application exposes.
 */
@QuarkusTest
@WithTestResource(SandboxResource.class)
class MetricNamesTest {
  private static final Pattern NAME = Pattern.compile("\\b(?:sluice|jvm|process|http)_[a-z_]+\\b");
  private static final Pattern EXPOSED = Pattern.compile("(?m)^([a-z_]+)(?=[{ ])");
  private static final Pattern OF_A_TIMER = Pattern.compile("_(?:bucket|count|sum|max)$");

  @BeforeEach
  void oneExportHasEnded() {
    given()
        .contentType(ContentType.JSON)
        .header("Prefer", "wait=60")
        .body("{\"table\":\"in.c-shop.customers\"}")
        .post("/v1/exports")
        .then()
        .body("state", equalTo("succeeded"));
  }

  @Test
  void everyQueryOfTheDashboardNamesAMetricThatIsExposed() throws IOException {
    // Given
    JsonNode dashboard =
        new ObjectMapper()
            .readTree(Manifests.text(Manifests.DEPLOY.resolve("monitoring/dashboard.json")));

    // When
    Set<String> named = namesIn(String.join("\n", dashboard.findValuesAsText("expr")));

    // Then
    assertThat(named).hasSizeGreaterThan(15).isSubsetOf(exposed());
  }

  @Test
  void everyAlertNamesAMetricThatIsExposed() {
    // Given
    JsonNode rules = Manifests.documents(Manifests.DEPLOY.resolve("monitoring/alerts.yaml")).get(0);

    // When
    Set<String> named = namesIn(String.join("\n", rules.findValuesAsText("expr")));

    // Then
    assertThat(named).hasSizeGreaterThan(8).isSubsetOf(exposed());
  }

  @Test
  void theOperatorsRulesAreThePlainOnes() {
    // Given
    JsonNode plain = Manifests.documents(Manifests.DEPLOY.resolve("monitoring/alerts.yaml")).get(0);

    // When
    JsonNode operators =
        Manifests.documents(Manifests.DEPLOY.resolve("monitoring/prometheusrule.yaml")).get(0);

    // Then
    assertThat(operators.at("/spec/groups")).isEqualTo(plain.get("groups"));
  }

  @Test
  void everyMetricOfOursIsDocumentedAndNoOther() {
    // Given
    Set<String> documented =
        namesIn(Manifests.text(Manifests.DEPLOY.resolve("metrics.md"))).stream()
            .filter(name -> name.startsWith("sluice_"))
            .collect(Collectors.toCollection(TreeSet::new));

    // When
    Set<String> ours =
        exposed().stream()
            .filter(name -> name.startsWith("sluice_"))
            .map(name -> OF_A_TIMER.matcher(name).replaceFirst(""))
            .collect(Collectors.toCollection(TreeSet::new));

    // Then
    assertThat(ours).isEqualTo(documented);
  }

  private static Set<String> namesIn(String text) {
    return names(NAME.matcher(text).results());
  }

  private static Set<String> exposed() {
    String metrics = given().get("/q/metrics").then().statusCode(200).extract().asString();
    return names(EXPOSED.matcher(metrics).results());
  }

  private static Set<String> names(Stream<MatchResult> found) {
    return found.map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
  }
}

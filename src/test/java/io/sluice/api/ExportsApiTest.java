package io.sluice.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.sluice.SandboxResource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each row of the contract about exports, batches and what there is to export. */
@QuarkusTest
@WithTestResource(SandboxResource.class)
class ExportsApiTest {
  private static final String CUSTOMERS = "in.c-shop.customers";

  @Test
  void answersASubmissionWithTheExportAndWhereToGoFromHere() {
    // Given
    RequestSpecification request = json(body(CUSTOMERS));

    // When
    Response answer = request.post("/v1/exports");

    // Then
    answer
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
    // Given
    RequestSpecification request = json(body(CUSTOMERS)).header("Prefer", "wait=100");

    // When
    Response answer = request.post("/v1/exports");

    // Then
    answer
        .then()
        .statusCode(200)
        .header("Preference-Applied", "wait=100")
        .header("Retry-After", nullValue())
        .body("state", equalTo("succeeded"))
        .body("result.rows", is(20000))
        .body("links.file", endsWith("/file"));
  }

  @Test
  void answersWithWhatThereIsWhenTheTimeToWaitIsUp() {
    // Given
    String id = submit(body(CUSTOMERS));

    // When
    Response answer = given().header("Prefer", "wait=0").get("/v1/exports/" + id);

    // Then
    answer.then().statusCode(200).header("Preference-Applied", "wait=0").body("id", equalTo(id));
  }

  @Test
  void showsWhatIsLargeInARequestAtTheExportItselfAndLeavesItOutOfLists() {
    // Given
    String values =
        IntStream.range(0, 900).mapToObj(i -> "\"v" + i + "\"").collect(Collectors.joining(","));
    String filter = "{\"column\":\"customer_id\",\"values\":[" + values + "]}";
    String body = "{\"tables\":[\"%s\"],\"columns\":[\"customer_id\"],\"whereFilters\":[%s]}";
    Response batch = json(body.formatted(CUSTOMERS, filter)).post("/v1/batches");
    String id = batch.path("exports[0].id");

    // When
    Response one = given().get("/v1/exports/" + id);
    Response list = given().get("/v1/exports?batch=" + batch.path("id"));

    // Then
    one.then().body("omitted", empty()).body("request.whereFilters[0].values", hasSize(900));
    for (JsonPath shown :
        List.of(
            batch.jsonPath().setRootPath("exports[0]"),
            list.jsonPath().setRootPath("exports[0]"))) {
      assertThat(shown.<String>getList("omitted")).containsExactly("whereFilters");
      assertThat(shown.<Object>getList("request.whereFilters")).isEmpty();
      assertThat(shown.<String>getList("request.columns")).containsExactly("customer_id");
    }
  }

  @Test
  void answersTheSameExportForTheSameKey() {
    // Given
    String key = UUID.randomUUID().toString();
    String body = body(CUSTOMERS);
    String id = json(body).header("Idempotency-Key", key).post("/v1/exports").path("id");

    // When
    Response again = json(body).header("Idempotency-Key", key).post("/v1/exports");

    // Then
    again.then().statusCode(200).header("Sluice-Accepted", "same-key").body("id", equalTo(id));
  }

  @Test
  void refusesAKeyThatWasUsedForAnotherBody() {
    // Given
    String key = UUID.randomUUID().toString();
    json(body(CUSTOMERS)).header("Idempotency-Key", key).post("/v1/exports");

    // When
    Response again =
        json(body("in.c-shop.orders")).header("Idempotency-Key", key).post("/v1/exports");

    // Then
    again.then().statusCode(422).body("code", equalTo("idempotency-key-reused"));
  }

  @Test
  void pagesThroughAllExportsOnceWithTheLinksThatItGives() {
    // Given
    String batch = batch("{\"tables\": [\"in.c-none.a\", \"in.c-none.b\", \"in.c-none.c\"]}");
    JsonPath first = given().get("/v1/exports?limit=2&batch=" + batch).jsonPath();

    // When
    JsonPath second =
        given().urlEncodingEnabled(false).get(first.<String>get("links.next")).jsonPath();

    // Then
    assertThat(first.getList("exports")).hasSize(2);
    assertThat(second.getList("exports")).hasSize(1);
    assertThat(second.getString("links.next")).isNull();
    assertThat(first.<String>getList("exports.id"))
        .doesNotContainAnyElementsOf(second.getList("exports.id"));
  }

  @Test
  void filtersByStateAndTable() {
    // Given
    end(submit(body("in.c-none.filtered")));

    // When
    Response found = given().get("/v1/exports?state=failed&table=in.c-none.filt*");

    // Then
    found
        .then()
        .statusCode(200)
        .body("exports.state", everyItem(equalTo("failed")))
        .body("exports.request.table", hasItem("in.c-none.filtered"));
  }

  @Test
  void answersARequestThatIsUnderWayWithTheExportThatIsThere() {
    // Given
    String body = body("in.c-shop.orders");
    String id = submit(body);

    // When
    Response again = json(body).post("/v1/exports");

    // Then
    again
        .then()
        .statusCode(200)
        .header("Sluice-Accepted", "under-way")
        .header("Location", endsWith("/v1/exports/" + id))
        .body("id", equalTo(id));
    given().delete("/v1/exports/" + id);
  }

  @Test
  void sendsAwayWhatTheQueueHasNoPlaceForAndSaysWhenToComeBack() {
    // Given
    String tables =
        IntStream.range(0, 1000)
            .mapToObj("\"in.c-full.t%d\""::formatted)
            .collect(Collectors.joining(",", "[", "]"));

    // When
    Response refused = json(tables).post("/v1/batches");

    // Then
    refused
        .then()
        .statusCode(503)
        .contentType("application/problem+json")
        .header("Retry-After", matchesPattern("[1-9][0-9]*"))
        .body("code", equalTo("queue-full"))
        .body("retryable", equalTo(true))
        .body("detail", containsString("sluice.exports.queue-limit"));
    assertThat(given().get("/v1/exports?table=in.c-full.*").jsonPath().getList("exports"))
        .isEmpty();
  }

  @Test
  void keepsTheCallersTraceAlsoWithTracesOff() {
    // Given
    String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    // When
    Response answer =
        json(body("in.c-none.traced")).header("traceparent", traceparent).post("/v1/exports");

    // Then
    answer.then().body("traceId", equalTo("4bf92f3577b34da6a3ce929d0e0e4736"));
  }

  @Test
  void cancelsARunningExport() {
    // Given
    String id = submit(body("in.c-shop.orders"));

    // When
    Response answer = given().delete("/v1/exports/" + id);

    // Then
    answer.then().statusCode(202).body("state", equalTo("cancelled"));
  }

  @Test
  void forgetsAnEndedExport() {
    // Given
    String id = submit(body("in.c-none.forgotten"));
    end(id);

    // When
    Response answer = given().delete("/v1/exports/" + id);

    // Then
    answer.then().statusCode(204);
    given().get("/v1/exports/" + id).then().statusCode(404);
  }

  @Test
  void takesABareArrayForABatch() {
    // Given
    RequestSpecification request = json("[\"" + CUSTOMERS + "\", \"in.c-none.x\"]");

    // When
    Response answer = request.header("Prefer", "wait=100").post("/v1/batches");

    // Then
    answer
        .then()
        .statusCode(200)
        .body("state", equalTo("failed"))
        .body("counts.succeeded", is(1))
        .body("counts.failed", is(1))
        .body("exports.request.table", equalTo(List.of(CUSTOMERS, "in.c-none.x")));
  }

  @Test
  void takesEachTableOfABucketWithTheBatchsDefaults() {
    // Given
    RequestSpecification request = json("{\"bucket\": \"in.c-shop\", \"limit\": 3}");

    // When
    Response answer = request.post("/v1/batches");

    // Then
    answer
        .then()
        .statusCode(202)
        .header("Location", containsString("/v1/batches/"))
        .body("exports.request.table", everyItem(startsWith("in.c-shop.")))
        .body("exports.request.limit", everyItem(is(3)));
  }

  @Test
  void saysWhatABatchWouldDo() {
    // Given
    RequestSpecification request = json("[\"" + CUSTOMERS + "\", \"in.c-none.x\"]");

    // When
    Response answer = request.post("/v1/batches?dryRun=true");

    // Then
    answer
        .then()
        .statusCode(200)
        .body("dryRun", is(true))
        .body("tables.find { it.table == 'in.c-none.x' }.outcome", equalTo("unknown"))
        .body("tables", hasSize(2));
  }

  @Test
  void namesConnectionsAndNeverTheirTokens() {
    // When
    Response answer = given().get("/v1/connections/default");

    // Then
    answer.then().statusCode(200).body("project.backend", notNullValue());
    assertThat(answer.asString()).doesNotContain("sandbox-aws");
  }

  @Test
  void describesBucketsAndTables() {
    // Given
    given().get("/v1/connections").then().body("connections.name", hasItem("default"));
    given().get("/v1/connections/default/buckets").then().body("buckets.id", hasItem("in.c-shop"));
    given()
        .get("/v1/connections/default/tables?bucket=in.c-shop")
        .then()
        .body("tables.id", hasItem(CUSTOMERS));

    // When
    Response table = given().get("/v1/connections/default/tables/" + CUSTOMERS);

    // Then
    table.then().statusCode(200).body("columns.name", not(empty()));
  }

  @Test
  void tellsWhetherTheGatewayIsBusy() {
    // When
    Response status = given().get("/v1/status");

    // Then
    status
        .then()
        .statusCode(200)
        .body("busy", notNullValue())
        .body("exports.queued", notNullValue());
  }

  static RequestSpecification json(String body) {
    return given().contentType("application/json").body(body);
  }

  static String body(String table) {
    // A filter of its own keeps the exports of different tests apart.
    return "{\"table\": \"%s\", \"output\": {\"name\": \"%s\"}, \"whereFilters\": [{\"column\": \"id\", \"operator\": \"ne\", \"values\": [\"x%s\"]}]}"
        .formatted(
            table, table.substring(table.lastIndexOf('.') + 1) + ".parquet", UUID.randomUUID());
  }

  static String submit(String body) {
    return json(body).post("/v1/exports").then().statusCode(202).extract().path("id");
  }

  private static String batch(String body) {
    return json(body).post("/v1/batches").then().statusCode(202).extract().path("id");
  }

  static JsonPath end(String id) {
    return given().header("Prefer", "wait=100").get("/v1/exports/" + id).jsonPath();
  }
}

package io.sluice.api.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.sluice.SandboxResource;
import io.sluice.access.NewKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every call of the OpenAPI document by every kind of caller. A call that does not say what it
 * takes ({@code x-grant}) fails here.
 */
@QuarkusTest
@TestProfile(KeysProfile.class)
@WithTestResource(SandboxResource.class)
class AccessMatrixTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a call is tried with, where it needs something. */
  private static final Map<String, String> BODIES =
      Map.of(
          "submitExport", "{\"table\": \"in.c-shop.customers\"}",
          "submitBatch", "[\"in.c-shop.customers\"]",
          "signIn", "{}",
          "linkFile", "{}",
          "ticket", "{\"path\": \"/v1/events\"}");

  /** Who asks, as the document's rules see them. */
  private enum Who {
    NOBODY("", false, false, false, false),
    BROKEN("Bearer slc_broken", false, false, false, false),
    UNKNOWN("Bearer " + unknown(), false, false, false, false),
    EXPIRED("expired", false, false, false, false),
    READER("reader", true, true, false, false),
    SUBMITTER("submitter", true, true, true, false),
    OWNER("owner", true, true, true, true),
    OPERATOR("operator", true, true, true, true),
    ELSEWHERE("elsewhere", true, false, false, false),
    NOWHERE("nowhere", true, false, false, false);

    private final String credentials;
    private final boolean known;
    private final boolean reads;
    private final boolean submits;
    private final boolean ends;

    Who(String credentials, boolean known, boolean reads, boolean submits, boolean ends) {
      this.credentials = credentials;
      this.known = known;
      this.reads = reads;
      this.submits = submits;
      this.ends = ends;
    }

    RequestSpecification request() {
      RequestSpecification request = given().urlEncodingEnabled(false);
      if (this == NOBODY) {
        return request;
      }
      return request.header(
          "Authorization",
          credentials.startsWith("Bearer") ? credentials : KeysProfile.bearer(credentials));
    }

    private static String unknown() {
      return NewKey.of("other", List.of("*:operate"), Optional.empty()).key().reveal();
    }
  }

  /** One call of the document. */
  private record Call(String id, String method, String path, String grant) {
    boolean named() {
      return path.contains("{");
    }
  }

  private List<Call> calls;

  @BeforeEach
  void read() throws Exception {
    JsonNode document =
        JSON.readTree(
            given()
                .header("Authorization", KeysProfile.bearer("reader"))
                .get("/q/openapi?format=json")
                .asString());
    calls = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(method -> add(path.getKey(), method.getKey(), method.getValue())));
    assertThat(calls).hasSizeGreaterThan(20);
  }

  private void add(String path, String method, JsonNode operation) {
    if (operation.has("operationId")) {
      calls.add(
          new Call(
              operation.path("operationId").asText(),
              method.toUpperCase(Locale.ROOT),
              path,
              operation.path("x-grant").asText()));
    }
  }

  @Test
  void everyCallSaysWhatItTakes() {
    assertThat(calls)
        .allSatisfy(
            call ->
                assertThat(call.grant())
                    .as(call.id())
                    .isIn("public", "caller", "read", "submit", "own"));
  }

  @TestFactory
  Stream<DynamicTest> everyCallByEveryCaller() {
    return calls.stream()
        .flatMap(
            call ->
                Stream.of(Who.values())
                    .map(
                        who ->
                            DynamicTest.dynamicTest(
                                call.id() + " by " + who, () -> check(call, who))));
  }

  private void check(Call call, Who who) {
    // Given
    Target target = target(call);

    // When
    Response answer = ask(who, call, target.path());

    // Then
    assertThat(answer.statusCode())
        .as("%s %s by %s: %s", call.method(), call.path(), who, text(answer))
        .matches(status -> expected(call, who).apply(status));
    if (answer.statusCode() == 401) {
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer realm=\"sluice\"");
    }
    if (!who.reads && !call.grant().equals("public")) {
      assertThat(text(answer)).doesNotContain(target.secret(), "in.c-shop.orders");
    }
  }

  private static Function<Integer, Boolean> expected(Call call, Who who) {
    if (call.grant().equals("public")) {
      return status -> status < 400 || status == 404;
    }
    if (!who.known) {
      return status -> status == 401;
    }
    if (call.grant().equals("caller")) {
      return status -> status < 300;
    }
    if (!who.reads) {
      return hidden(call);
    }
    boolean may =
        switch (call.grant()) {
          case "read" -> true;
          case "submit" -> who.submits;
          default -> who.ends;
        };
    return may ? status -> status < 300 : status -> status == 403;
  }

  /**
   * What has a name is not there; a list has nothing; a body names a connection that is not there.
   */
  private static Function<Integer, Boolean> hidden(Call call) {
    if (call.named()) {
      return status -> status == 404;
    }
    return call.method().equals("POST")
        ? status -> status == 400 || status == 404
        : status -> status == 200;
  }

  private static String text(Response answer) {
    return Set.of("application/vnd.apache.parquet", "text/event-stream")
            .contains(String.valueOf(answer.contentType()))
        ? ""
        : answer.asString();
  }

  /** An address with something of the owner's in it, and a word that only who sees it may read. */
  private record Target(String path, String secret) {}

  private static Target target(Call call) {
    if (call.path().startsWith("/v1/exports/{id}") || call.path().startsWith("/v1/batches/{id}")) {
      boolean batch = call.path().startsWith("/v1/batches");
      String id = batch ? batch() : ended();
      return new Target(call.path().replace("{id}", id), batch ? "in.c-shop.orders" : "orders");
    }
    return new Target(
        call.path()
            .replace("{connection}", "default")
            .replace("{id}", "in.c-shop.orders")
            .replace("{code}", "not-found"),
        "in.c-shop");
  }

  private static String ended() {
    return given()
        .header("Authorization", KeysProfile.bearer("owner"))
        .header("Prefer", "wait=60")
        .contentType("application/json")
        .body("{\"table\": \"in.c-shop.orders\", \"limit\": 5}")
        .post("/v1/exports")
        .then()
        .statusCode(200)
        .extract()
        .path("id");
  }

  private static String batch() {
    return given()
        .header("Authorization", KeysProfile.bearer("owner"))
        .header("Prefer", "wait=60")
        .contentType("application/json")
        .body("{\"tables\": [\"in.c-shop.orders\"], \"limit\": 5}")
        .post("/v1/batches")
        .then()
        .statusCode(200)
        .extract()
        .path("id");
  }

  private static Response ask(Who who, Call call, String path) {
    RequestSpecification request = who.request();
    if (call.path().equals("/v1/events")) {
      // A stream without an end: its head is enough.
      return request.redirects().follow(false).head(path);
    }
    if (BODIES.containsKey(call.id())) {
      request = request.contentType("application/json").body(BODIES.get(call.id()));
    }
    return request.request(call.method(), path);
  }

  /** Whoever finds another spelling of a path finds the same answer or none. */
  @TestFactory
  Stream<DynamicTest> noSpellingOfAPathLetsAStrangerIn() {
    return calls.stream()
        .filter(call -> !call.grant().equals("public"))
        .flatMap(call -> spellings(target(call).path()).map(path -> Map.entry(call, path)))
        .map(
            tried ->
                DynamicTest.dynamicTest(
                    tried.getKey().method() + " " + tried.getValue(),
                    () ->
                        assertThat(
                                Who.NOBODY
                                    .request()
                                    .request(tried.getKey().method(), tried.getValue())
                                    .statusCode())
                            .isIn(400, 401)));
  }

  private static Stream<String> spellings(String path) {
    return Stream.of(
        path + ";x",
        path + "%3Bx",
        path + "/",
        "/" + path,
        path.replace("/v1/", "/v1//"),
        path.replace("/v1/", "/v1%2F"),
        path.replace("/v1/", "/%761/"),
        "/static/.." + path,
        "/static/..;" + path,
        "/static/%2e%2e" + path,
        "/problems/.." + path,
        path + "?x=/static/a",
        path + "#/static/a");
  }

  @Test
  void thePageOfTheDashboardAndWhatProblemsMeanAreForEverybody() {
    for (String path : List.of("/", "/problems", "/problems/forbidden", "/static/sluice.svg")) {
      given().get(path).then().statusCode(200);
    }
    for (String path : List.of("/q/openapi", "/q/swagger-ui", "/q/nothing", "/nothing")) {
      given().get(path).then().statusCode(401);
    }
  }
}

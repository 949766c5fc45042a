package io.sluice.api;

import static io.restassured.RestAssured.given;
import static io.sluice.api.ExportsApiTest.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import io.restassured.http.Headers;
import io.restassured.response.Response;
import io.sluice.SandboxResource;
import io.sluice.base.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every failure over HTTP is a problem that says what to do. */
@QuarkusTest
@WithTestResource(SandboxResource.class)
class ProblemsTest {
  @TestHTTPResource URI gateway;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "GET    | /nothing                       | -    | 404 | not-found              | /v1/exports",
        "GET    | /v1/nothing                    | -    | 404 | not-found              | /v1/exports",
        "GET    | /v1/exports/none               | -    | 404 | not-found              | no export none",
        "GET    | /v1/exports/none/events        | -    | 404 | not-found              | no export none",
        "GET    | /v1/exports/none/file          | -    | 404 | not-found              | no export none",
        "GET    | /v1/batches/none               | -    | 404 | not-found              | no batch none",
        "GET    | /problems/none                 | -    | 404 | not-found              | /problems",
        "PUT    | /v1/exports                    | {}   | 405 | method-not-allowed     | POST",
        "PATCH  | /v1/exports/none               | {}   | 405 | method-not-allowed     | DELETE",
        "GET    | /v1/exports?tabel=x            | -    | 400 | invalid-request        | did you mean \"table\"",
        "GET    | /v1/exports?state=succeded     | -    | 400 | invalid-request        | did you mean \"succeeded\"",
        "GET    | /v1/exports?limit=0            | -    | 400 | invalid-request        | from 1 to",
        "GET    | /v1/events?limit=many          | -    | 400 | invalid-request        | whole number",
        "GET    | /v1/exports?after=zzz          | -    | 400 | invalid-request        | links.next",
        "GET    | /v1/connections/nope           | -    | 404 | unknown-connection     | GET /v1/connections",
        "GET    | /v1/connections/default/tables/in.c-no.no | - | 404 | table-not-found | in.c-no.no",
        "POST   | /v1/exports                    | {    | 400 | malformed-json         | line 1, column",
        "DELETE | /v1/exports/none?dryRun=true   | -    | 400 | invalid-request        | takes no query",
        "GET    | /v1/exports/none/events?state=ended | - | 400 | invalid-request      | takes no query",
        "GET    | /v1/exports/none/file?v=1      | -    | 400 | invalid-request        | takes no query",
        "GET    | /v1/batches/none/events?state=ended | - | 400 | invalid-request      | takes no query",
        "GET    | /v1/exports?batch=             | -    | 400 | invalid-request        | is empty",
        "GET    | /v1/events?state               | -    | 400 | invalid-request        | is empty",
        "POST   | /v1/batches?dryRun             | []   | 400 | invalid-request        | is empty",
        "POST   | /v1/exports                    | -    | 400 | malformed-json         | empty",
        "POST   | /v1/exports                    | []   | 400 | invalid-request        | not a JSON object",
        "POST   | /v1/exports                    | {\"table\":\"in.c-a.b\",\"table\":\"in.c-a.c\"} | 400 | malformed-json | Duplicate",
        "POST   | /v1/exports                    | {\"table\":\"in.c-a.b\"} x | 400 | malformed-json | column",
        "POST   | /v1/exports?dryRun=true        | {}   | 400 | invalid-request        | takes no query",
        "POST   | /v1/batches                    | {}   | 400 | invalid-request        | one of tables, bucket and prefix",
        "POST   | /v1/batches                    | {\"tables\":[]} | 400 | invalid-request | names no table",
        "POST   | /v1/batches                    | [\"in.c-a.b\",\"in.c-a.b\"] | 400 | invalid-request | already",
        "POST   | /v1/batches                    | [\"orders\"] | 400 | invalid-request | stage.bucket.table",
        "POST   | /v1/batches                    | {\"bucket\":\"in.c-shop\",\"prefix\":\"x\"} | 400 | invalid-request | has 2",
        "POST   | /v1/batches                    | {\"prefix\":\"in.c-zzz\"} | 400 | invalid-request | no table",
      })
  void isAProblemThatSaysWhatToDo(
      String method, String path, String body, int status, String code, String advice) {
    // Given
    var request = body == null ? given().contentType("application/json") : json(body);

    // When
    Response answer = request.urlEncodingEnabled(false).request(method, path);

    // Then
    answer
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .body("type", equalTo("/problems/" + code))
        .body("code", equalTo(code))
        .body("status", is(status))
        .body("detail", containsString(advice));
  }

  @Test
  void namesTheMethodsThatAreAllowed() {
    // When
    Response answer = json("{}").put("/v1/exports");

    // Then
    answer.then().statusCode(405).header("Allow", containsString("POST"));
  }

  @Test
  void saysWhichContentTypeToSend() {
    // When
    Response answer =
        given().contentType("application/x-www-form-urlencoded").body("{}").post("/v1/exports");

    // Then
    answer
        .then()
        .statusCode(415)
        .contentType("application/problem+json")
        .body("detail", containsString("application/json"));
  }

  @Test
  void saysWhichMediaTypesThereAre() {
    // When
    Response answer = given().accept("image/png").get("/v1/exports");

    // Then
    answer
        .then()
        .statusCode(406)
        .contentType("application/problem+json")
        .body("code", equalTo("not-acceptable"));
  }

  @Test
  void refusesABodyThatIsTooLarge() {
    // Given
    String large = "{\"table\": \"" + "x".repeat(100_000) + "\"}";

    // When
    Response answer = json(large).post("/v1/exports");

    // Then
    answer
        .then()
        .statusCode(413)
        .contentType("application/problem+json")
        .body("detail", containsString("quarkus.http.limits.max-body-size"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"           | n | 50001 | \": 1}",
        "{\"limit\":  | 1 | 1001  | }",
        "{\"limit\":0.| 1 | 1001  | }",
        "''             | [ | 1001  | ''",
      })
  void refusesWhatIsTooLongOrTooDeepToRead(String before, String piece, int times, String after) {
    for (String path : List.of("/v1/exports", "/v1/batches", "/v1/batches?dryRun=true")) {
      // When
      Response answer = json(before + piece.repeat(times) + after).post(path);

      // Then
      answer
          .then()
          .statusCode(400)
          .contentType("application/problem+json")
          .body("code", equalTo("malformed-json"))
          .body("detail", containsString("exceeds the maximum"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"table\": \"in.c-a.b\", \"           | \": 1}  | is not known here",
        "{\"table\": \"in.c-a.b\", \"fileType\": \"   | \"} | one of auto, parquet, csv",
        "{\"table\": \"in.c-a.b\", \"connection\": \" | \"} | GET /v1/connections",
        "{\"table\": \"                       | \"} | stage.bucket.table",
      })
  void saysInFewWordsWhatIsWrongWithALongNameOrText(String before, String after, String advice) {
    // When
    Response answer = json(before + "x".repeat(49_000) + after).post("/v1/exports");

    // Then
    answer.then().statusCode(400).body("detail", containsString(advice));
    assertThat(answer.asString()).hasSizeLessThan(5_000);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/exports, 65537, 65537",
    "/v1/exports, 65537, 1000",
    "/v1/exports, 65537, 64",
    "/v1/exports, 5000000, 65536",
    "/v1/batches, 65537, 8192"
  })
  void refusesABodyThatTurnsOutToBeTooLarge(String path, int length, int chunk) throws IOException {
    // When
    String answer = RawHttp.exchange(gateway, chunked(path, "x".repeat(length), chunk));

    // Then
    assertThat(answer)
        .startsWith("HTTP/1.1 413 ")
        .containsIgnoringCase("connection: close")
        .contains("application/problem+json")
        .contains("/problems/payload-too-large")
        .contains("quarkus.http.limits.max-body-size");
  }

  @Test
  void tellsWhoeverStillSendsThatTheBodyIsTooLarge() throws IOException {
    // Given
    String head =
        RawHttp.head(
            "POST /v1/exports HTTP/1.1",
            "Host: localhost",
            "Content-Type: application/json",
            "Content-Length: 5000000");

    // When
    String answer = RawHttp.exchange(gateway, head + "x".repeat(5_000_000));

    // Then
    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("/problems/payload-too-large");
  }

  @ParameterizedTest
  @ValueSource(ints = {65536, 1000})
  void readsAChunkedBodyThatIsJustSmallEnough(int chunk) throws IOException {
    // When
    String answer = RawHttp.exchange(gateway, chunked("/v1/exports", "x".repeat(65536), chunk));

    // Then
    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("/problems/malformed-json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/exports/%zz",
        "/v1/exports/%",
        "/v1/exports/%2",
        "/v1/exports?state=%zz",
        "/v1/exports/a\\b",
        "/v1/exports?table=a|b",
        "/v1/none/%zz",
        "/static/%zz",
        "/problems/%zz",
        "/%zz",
        "http://localhost/v1/exports/%zz"
      })
  void refusesAnAddressThatIsNoUri(String address) throws IOException {
    // When
    String answer = get(address);

    // Then
    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .containsIgnoringCase("content-type: application/problem+json")
        .containsIgnoringCase("x-content-type-options: nosniff")
        .contains("/problems/invalid-request", "The address is no URI");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/exports/%c3%28", "/v1/exports/a%00b", "/v1/exports/%2e%2e", "/v1/%F0"})
  void findsNothingAtAnOddAddress(String address) throws IOException {
    assertThat(get(address)).startsWith("HTTP/1.1 404 ").contains("/problems/not-found");
  }

  @ParameterizedTest
  @CsvSource({"ä, /v1/exports", "'', /v1/exports", "a|b, /v1/exports", "'', /v1/batches"})
  void refusesAnIdempotencyKeyThatIsNotOne(String keys, String path) {
    // Given
    Headers headers =
        new Headers(
            Stream.of(keys.split("\\|")).map(key -> new Header("Idempotency-Key", key)).toList());

    // When
    Response answer = json("{\"table\": \"in.c-a.b\"}").headers(headers).post(path);

    // Then
    answer.then().statusCode(400).body("detail", containsString("Idempotency-Key"));
  }

  @Test
  void pointsAtParametersAndBodiesApart() {
    // When
    Response answer = given().get("/v1/exports?limit=x");

    // Then
    answer
        .then()
        .body("errors.parameter", hasItem("limit"))
        .body("errors[0].pointer", equalTo(null));
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void hasAPageForEachType(ErrorCode code) {
    // When
    Response page = given().get("/problems/" + code.slug());

    // Then
    page.then().statusCode(200).contentType("text/html");
    assertThat(page.asString()).contains(code.title()).contains("What to do");
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void explainsEachTypeToProgramsToo(ErrorCode code) {
    // When
    Response explanation = given().accept("application/json").get("/problems/" + code.slug());

    // Then
    explanation
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("type", equalTo("/problems/" + code.slug()))
        .body("remedy", not(emptyString()));
  }

  private String get(String address) throws IOException {
    return RawHttp.exchange(
        gateway,
        RawHttp.head("GET " + address + " HTTP/1.1", "Host: localhost", "Connection: close"));
  }

  private static String chunked(String path, String body, int size) {
    StringBuilder request =
        new StringBuilder(
            RawHttp.head(
                "POST " + path + " HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                "Transfer-Encoding: chunked"));
    for (int start = 0; start < body.length(); start += size) {
      String chunk = body.substring(start, Math.min(body.length(), start + size));
      request.append(Integer.toHexString(chunk.length())).append("\r\n");
      request.append(chunk).append("\r\n");
    }
    return request.append("0\r\n\r\n").toString();
  }
}

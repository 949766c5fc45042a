package io.sluice.api;

import static io.restassured.RestAssured.given;
import static io.sluice.api.ExportsApiTest.body;
import static io.sluice.api.ExportsApiTest.end;
import static io.sluice.api.ExportsApiTest.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import io.restassured.http.Headers;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.sluice.SandboxResource;
import io.sluice.base.HttpDate;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An export's file over HTTP: parts, conditions and what is said of a file that is not there. */
@QuarkusTest
@WithTestResource(SandboxResource.class)
class FileApiTest {
  private static final String CUSTOMERS = "in.c-shop.customers";

  private static JsonPath export;

  @TestHTTPResource URI gateway;

  @BeforeEach
  void exportOnce() {
    if (export == null) {
      export = end(submit(body(CUSTOMERS)));
    }
  }

  @Test
  void hasItsNameDigestAndValidators() throws Exception {
    // When
    Response file = given().get(file());

    // Then
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(file.asByteArray());
    file.then()
        .statusCode(200)
        .contentType("application/vnd.apache.parquet")
        .header("ETag", tag())
        .header("Last-Modified", HttpDate.format(made()))
        .header("Accept-Ranges", "bytes")
        .header("Content-Disposition", "attachment; filename=\"customers.parquet\"")
        .header("Repr-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=-4", "Bytes=-4", "BYTES=0-3", "bytes=0-3"})
  void comesInPartsToo(String range) {
    // When
    Response part = given().header("Range", range).get(file());

    // Then
    part.then().statusCode(206).header("Content-Range", containsString("/" + length()));
    assertThat(part.asByteArray()).isEqualTo("PAR1".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void saysHowLongItIsWhereAPartLiesBehindItsEnd() {
    // When
    Response refused = given().header("Range", "bytes=999999999999-").get(file());

    // Then
    refused
        .then()
        .statusCode(416)
        .contentType("application/problem+json")
        .header("Content-Range", "bytes */" + length())
        .header("ETag", tag())
        .body("code", equalTo("range-not-satisfiable"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "TAG                                 | 206",
        "NOW                                 | 206",
        "W/TAG                               | 200",
        "\"x\"                               | 200",
        "TAG, TAG                            | 200",
        "*                                   | 200",
        "BEFORE                              | 200",
        "AFTER                               | 200",
        "yesterday                           | 200",
      })
  void comesInPartsWhereIfRangeNamesIt(String validator, int status) {
    given()
        .header("Range", "bytes=0-3")
        .header("If-Range", filled(validator))
        .get(file())
        .then()
        .statusCode(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "If-Match: TAG                                       | 200",
        "If-Match: *                                         | 200",
        "If-Match: \"x\", TAG                                | 200",
        "If-Match: \"a,b\",TAG                               | 200",
        "If-Match: \"x\"                                     | 412",
        "If-Match: W/TAG                                     | 412",
        "If-Match: x                                         | 412",
        "If-Unmodified-Since: NOW                            | 200",
        "If-Unmodified-Since: AFTER                          | 200",
        "If-Unmodified-Since: BEFORE                         | 412",
        "If-Unmodified-Since: Sunday, 06-Nov-94 08:49:37 GMT | 412",
        "If-Unmodified-Since: yesterday                      | 200",
        "If-Unmodified-Since: BEFORE, BEFORE                 | 200",
        "If-None-Match: TAG                                  | 304",
        "If-None-Match: W/TAG                                | 304",
        "If-None-Match: \"x\", TAG                           | 304",
        "If-None-Match: *                                    | 304",
        "If-None-Match: \"x\"                                | 200",
        "If-None-Match: \"x,*\"                              | 200",
        "If-Modified-Since: NOW                              | 304",
        "If-Modified-Since: AFTER                            | 304",
        "If-Modified-Since: BEFORE                           | 200",
        "If-Modified-Since: Sun Nov  6 08:49:37 1994         | 200",
        "If-Modified-Since: yesterday                        | 200",
        // A tag says more than a date does.
        "If-Match: TAG; If-Unmodified-Since: BEFORE          | 200",
        "If-Match: \"x\"; If-Unmodified-Since: AFTER         | 412",
        "If-None-Match: \"x\"; If-Modified-Since: NOW        | 200",
        "If-None-Match: TAG; If-Modified-Since: BEFORE       | 304",
        // What the caller expects comes before what it has.
        "If-Match: \"x\"; If-None-Match: TAG                 | 412",
        "If-Match: TAG; If-None-Match: TAG                   | 304",
        "If-Unmodified-Since: BEFORE; If-None-Match: TAG     | 412",
        "If-Unmodified-Since: NOW; If-Modified-Since: NOW    | 304",
      })
  void meetsTheConditionsOfAGetAndAHeadAlike(String conditions, int status) {
    // When
    Response answer = given().headers(headers(conditions)).get(file());
    Response head = given().headers(headers(conditions)).head(file());

    // Then
    answer.then().statusCode(status).header("ETag", tag());
    head.then().statusCode(status).header("ETag", tag()).body(emptyString());
    if (status == 412) {
      answer.then().contentType("application/problem+json");
      answer.then().body("code", equalTo("precondition-failed"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "If-None-Match: TAG, 304",
    "If-Match: \"x\", 412",
    "If-Match: TAG, 416",
    "If-None-Match: \"x\", 416",
    "If-Range: \"x\", 200",
    "If-Range: TAG, 416"
  })
  void looksAtTheConditionsBeforeTheRange(String conditions, int status) {
    given()
        .headers(headers(conditions))
        .header("Range", "bytes=999999999999-")
        .get(file())
        .then()
        .statusCode(status);
  }

  @Test
  void conditionsInSeveralLinesAreOneList() {
    given()
        .header("If-None-Match", "\"x\"", tag())
        .get(file())
        .then()
        .statusCode(304)
        .header("Last-Modified", HttpDate.format(made()))
        .header("Cache-Control", containsString("private"))
        .header("Content-Disposition", nullValue())
        .header("Content-Length", nullValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-None: x", "Range: bytes=0-3", "Range: bytes=999999999999-"})
  void aHeadHasTheHeadersOfTheWholeFileAndNoBytes(String header) throws IOException {
    // When
    String get = raw("GET", "X-None: x");
    String head = raw("HEAD", header);

    // Then
    assertThat(lines(head)).containsExactlyInAnyOrderElementsOf(lines(get));
    assertThat(head).endsWith("\r\n\r\n").startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-None: x", "If-None-Match: *", "If-Match: \"x\"", "Range: bytes=0-3"})
  void aFileThatIsGoneIsSoUnderAnyCondition(String header) throws IOException {
    // Given
    JsonPath gone = end(submit(body(CUSTOMERS)));
    Files.delete(Path.of(URI.create(gone.getString("result.location"))));
    String file = gone.getString("links.file");

    // When
    Response answer = given().headers(headers(header)).get(file);
    Response head = given().headers(headers(header)).head(file);

    // Then
    answer.then().statusCode(410).body("code", equalTo("file-gone"));
    head.then().statusCode(410).body(emptyString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-None: x", "If-None-Match: *", "If-Match: \"x\""})
  void anExportWithoutAFileHasNone(String header) {
    // Given
    String id = submit(body("in.c-none.fileless"));
    end(id);

    // When
    Response refused = given().headers(headers(header)).get("/v1/exports/" + id + "/file");

    // Then
    refused
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .body("detail", containsString("is failed"));
  }

  private static String file() {
    return export.getString("links.file");
  }

  private static String tag() {
    return "\"" + export.getString("result.sha256") + "\"";
  }

  private static String length() {
    return export.getString("result.bytes");
  }

  private static Instant made() {
    return Instant.parse(export.getString("finishedAt"));
  }

  /** The file's own tag and times in place of their names. */
  private static String filled(String text) {
    return text.replace("TAG", tag())
        .replace("NOW", HttpDate.format(made()))
        .replace("BEFORE", HttpDate.format(made().minusSeconds(1)))
        .replace("AFTER", HttpDate.format(made().plusSeconds(1)));
  }

  private static Headers headers(String lines) {
    return new Headers(
        Stream.of(filled(lines).split("; "))
            .map(line -> line.split(": ", 2))
            .map(line -> new Header(line[0], line[1]))
            .toList());
  }

  private String raw(String method, String header) throws IOException {
    return RawHttp.exchange(
        gateway,
        RawHttp.head(
            method + " " + file() + " HTTP/1.1", "Host: localhost", "Connection: close", header));
  }

  private static List<String> lines(String answer) {
    return answer
        .substring(0, answer.indexOf("\r\n\r\n"))
        .lines()
        .map(line -> line.replaceFirst("(?i)^content-length", "Content-Length"))
        .toList();
  }
}

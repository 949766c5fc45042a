package io.sluice.api;

import static io.restassured.RestAssured.given;
import static io.sluice.api.ExportsApiTest.body;
import static io.sluice.api.ExportsApiTest.end;
import static io.sluice.api.ExportsApiTest.json;
import static io.sluice.api.ExportsApiTest.submit;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.sluice.SandboxResource;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Event streams as a reader sees them. */
@QuarkusTest
@WithTestResource(SandboxResource.class)
class EventsApiTest {
  private static final String END = "id: ended\n\n";

  private final HttpClient client = HttpClient.newHttpClient();

  @TestHTTPResource URI gateway;

  @Test
  void tellsTheStateNowAndEachNewerOneUntilTheLast() throws Exception {
    // Given
    String id = submit(body("in.c-shop.customers"));

    // When
    HttpResponse<String> stream = read("/v1/exports/" + id + "/events", BodyHandlers.ofString());

    // Then
    List<JsonPath> events = events(stream.body());
    assertThat(stream.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    assertThat(stream.headers().firstValue("Cache-Control").orElse("")).contains("no-cache");
    assertThat(stream.headers().firstValue("X-Accel-Buffering")).hasValue("no");
    assertThat(stream.body()).startsWith("retry: 2000\n\n");
    assertThat(events).extracting(event -> event.getString("state")).endsWith("succeeded");
    assertThat(events)
        .extracting(event -> event.getLong("version"))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void tellsTheLastStateOfAnEndedExportAndEnds() throws Exception {
    // Given
    String id = submit(body("in.c-none.ended"));
    end(id);

    // When
    HttpResponse<String> stream = read("/v1/exports/" + id + "/events", BodyHandlers.ofString());

    // Then
    assertThat(events(stream.body()))
        .extracting(event -> event.getString("state"))
        .containsExactly("failed");
    assertThat(stream.body()).endsWith("}\n\n" + END);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exports", "batches"})
  void tellsABrowserThatWasToldOfTheEndNotToAskAgain(String kind) {
    // Given
    Response batch = json("[\"in.c-none.%s\"]".formatted(kind)).post("/v1/batches");
    end(batch.path("exports[0].id"));
    String id = batch.path(kind.equals("batches") ? "id" : "exports[0].id");

    // When
    Response again =
        given().header("Last-Event-ID", "ended").get("/v1/{kind}/{id}/events", kind, id);

    // Then
    again.then().statusCode(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exports", "batches"})
  void opensTheStreamOfWhatHasNotEndedWhateverTheBrowserSays(String kind) throws Exception {
    // Given
    Response batch = json("[\"in.c-shop.orders\"]").post("/v1/batches");
    String export = batch.path("exports[0].id");
    String id = batch.path(kind.equals("batches") ? "id" : "exports[0].id");

    // When
    HttpResponse<InputStream> stream =
        read("/v1/%s/%s/events".formatted(kind, id), "ended", BodyHandlers.ofInputStream());

    // Then
    assertThat(stream.statusCode()).isEqualTo(200);
    stream.body().close();
    given().delete("/v1/exports/" + export);
  }

  @Test
  void tellsWhoComesBackToAnEndedBatchWhatWasMissedAndThatItHasEnded() throws Exception {
    // Given
    Response batch = json("[\"in.c-none.b1\", \"in.c-none.b2\"]").post("/v1/batches");
    long version = end(batch.path("exports[0].id")).getLong("version");
    end(batch.path("exports[1].id"));
    String events = "/v1/batches/" + batch.path("id") + "/events";

    // When
    HttpResponse<String> stream = read(events, "" + version, BodyHandlers.ofString());

    // Then
    assertThat(events(stream.body()))
        .extracting(event -> event.getString("request.table"))
        .containsExactlyInAnyOrder("in.c-none.b1", "in.c-none.b2");
    assertThat(stream.body()).endsWith("}\n\n" + END);
  }

  @Test
  void tellsABrowserThatHasSeenTheLastEventNotToAskAgain() {
    // Given
    String id = submit(body("in.c-none.seen"));
    long version = end(id).getLong("version");

    // When
    Response again = given().header("Last-Event-ID", version).get("/v1/exports/" + id + "/events");

    // Then
    again.then().statusCode(204);
  }

  @Test
  void endsABatchsStreamWhenAllOfItHasEnded() throws Exception {
    // Given
    String batch = json("[\"in.c-none.e1\", \"in.c-none.e2\"]").post("/v1/batches").path("id");

    // When
    HttpResponse<String> stream = read("/v1/batches/" + batch + "/events", BodyHandlers.ofString());

    // Then
    assertThat(events(stream.body()))
        .filteredOn(event -> event.getString("state").equals("failed"))
        .extracting(event -> event.getString("request.table"))
        .containsExactlyInAnyOrder("in.c-none.e1", "in.c-none.e2");
    assertThat(stream.body()).endsWith("}\n\n" + END);
  }

  @Test
  void freesAStreamWhoseReaderHasGone() throws Exception {
    // Given
    HttpResponse<InputStream> stream = read("/v1/events", BodyHandlers.ofInputStream());
    int watchers = watchers();

    // When
    stream.body().close();

    // Then
    await().atMost(10, SECONDS).until(() -> watchers() < watchers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/events", "/v1/exports/{id}/events", "/v1/batches/{batch}/events"})
  void countsNobodyWhoAsksForTheHeadOfAStream(String path) {
    // Given
    Response batch = json("[\"in.c-none.head\"]").post("/v1/batches");
    String stream =
        path.replace("{id}", batch.path("exports[0].id")).replace("{batch}", batch.path("id"));

    // When
    Response head = given().head(stream);

    // Then
    head.then().statusCode(200).contentType("text/event-stream");
    await().atMost(10, SECONDS).until(() -> watchers() == 0);
  }

  @Test
  void refusesMoreStreamsFromOneClientThanAreAllowed() throws Exception {
    // Given
    List<HttpResponse<InputStream>> open = openAll();

    // When
    HttpResponse<InputStream> refused = last(open);

    // Then
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    close(open);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exports", "batches"})
  void refusesToWaitBesideAsManyStreamsAsAreAllowed(String kind) throws Exception {
    // Given
    String ended = submit(body("in.c-none.ended"));
    end(ended);
    Response batch = json("[\"in.c-shop.orders\"]").post("/v1/batches");
    String active = batch.path(kind.equals("batches") ? "id" : "exports[0].id");
    List<HttpResponse<InputStream>> open = openAll();
    String fresh = kind.equals("batches") ? "[\"in.c-none.no\"]" : body("in.c-none.no");

    // When
    Response notAccepted = json(fresh).header("Prefer", "wait=9").post("/v1/{kind}", kind);
    Response refused = given().header("Prefer", "wait=9").get("/v1/{kind}/{id}", kind, active);
    Response atOnce = given().header("Prefer", "wait=0").get("/v1/{kind}/{id}", kind, active);
    Response nothingToWaitFor = given().header("Prefer", "wait=9").get("/v1/exports/" + ended);

    // Then
    for (Response answer : List.of(notAccepted, refused)) {
      answer
          .then()
          .statusCode(429)
          .contentType("application/problem+json")
          .header("Retry-After", notNullValue())
          .body("code", equalTo("too-many-watchers"))
          .body("detail", containsString("sluice.limits.watchers-per-client"));
    }
    atOnce.then().statusCode(200);
    nothingToWaitFor.then().statusCode(200);
    given().get("/v1/exports?table=in.c-none.no").then().body("exports", empty());
    given().delete("/v1/exports/" + batch.path("exports[0].id"));
    close(open);
  }

  @Test
  void countsWhoWaitsUntilTheyHaveGone() throws Exception {
    // Given
    String id = submit(body("in.c-shop.orders"));
    try (Socket waiting = new Socket(gateway.getHost(), gateway.getPort())) {
      // When
      waiting
          .getOutputStream()
          .write(
              "GET /v1/exports/%s HTTP/1.1\r\nHost: localhost\r\nPrefer: wait=100\r\n\r\n"
                  .formatted(id)
                  .getBytes(StandardCharsets.US_ASCII));

      // Then
      await().atMost(10, SECONDS).until(() -> watchers() == 1);
    }
    await().atMost(10, SECONDS).until(() -> watchers() == 0);
    assertThat(given().delete("/v1/exports/" + id).statusCode()).isEqualTo(202);
  }

  @Test
  void keepsASilentStreamOpenWithComments() throws Exception {
    // Given
    HttpResponse<InputStream> stream =
        read("/v1/events?table=in.c-none.silent", BodyHandlers.ofInputStream());

    // When
    String begin = new String(stream.body().readNBytes(60), StandardCharsets.UTF_8);

    // Then
    assertThat(begin).contains(": still here\n\n");
    stream.body().close();
  }

  /** As many as are allowed, and the first that is not. */
  private List<HttpResponse<InputStream>> openAll() throws Exception {
    List<HttpResponse<InputStream>> open = new ArrayList<>();
    while (open.size() < 25 && (open.isEmpty() || last(open).statusCode() == 200)) {
      open.add(read("/v1/events", BodyHandlers.ofInputStream()));
    }
    return open;
  }

  private void close(List<HttpResponse<InputStream>> open) throws Exception {
    for (HttpResponse<InputStream> stream : open) {
      stream.body().close();
    }
    await().atMost(10, SECONDS).until(() -> watchers() == 0);
  }

  private static <T> T last(List<T> all) {
    return all.get(all.size() - 1);
  }

  private int watchers() {
    return given().get("/v1/status").jsonPath().getInt("watchers");
  }

  private <T> HttpResponse<T> read(String path, HttpResponse.BodyHandler<T> handler)
      throws Exception {
    return client.send(stream(path).build(), handler);
  }

  private <T> HttpResponse<T> read(
      String path, String lastEvent, HttpResponse.BodyHandler<T> handler) throws Exception {
    return client.send(stream(path).header("Last-Event-ID", lastEvent).build(), handler);
  }

  private HttpRequest.Builder stream(String path) {
    return HttpRequest.newBuilder(gateway.resolve(path)).header("Accept", "text/event-stream");
  }

  private static List<JsonPath> events(String body) {
    return body.lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> JsonPath.from(line.substring(6)))
        .toList();
  }
}

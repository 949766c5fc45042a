package io.sluice;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.sluice.sandbox.data.SampleTable;
import io.sluice.sandbox.data.SampleTables;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way of an export, over real HTTP, against the sandbox. */
@QuarkusTest
@WithTestResource(SandboxResource.class)
class ExportJourneyTest {
  private static final SampleTable ORDERS = SampleTables.ORDERS;
  private static final SampleTable TEXTS = SampleTables.TEXTS;

  @TestHTTPResource URI gateway;

  @TempDir Path downloads;

  @ParameterizedTest
  @CsvSource({
    "default, parquet",
    "default, csv",
    "gcp, parquet",
    "gcp, csv",
    "bigquery, parquet",
    "bigquery, csv",
    "azure, parquet",
    "azure, csv",
  })
  @Holds({Fact.ROWS_COUNTED, Fact.ALWAYS_SLICED, Fact.NO_HEADER_LINE})
  void aTableComesAsOneTypedParquetFileWithTheSourcesRows(String connection, String fileType)
      throws IOException {
    // Given
    String id =
        Gateway.submit(
            "{\"table\": \"%s\", \"connection\": \"%s\", \"fileType\": \"%s\"}"
                .formatted(ORDERS.id(), connection, fileType));

    // When
    JsonPath ended = Gateway.awaitEnd(id);

    // Then
    assertThat(ended.getString("state")).as(ended.prettify()).isEqualTo("succeeded");
    assertThat(ended.getLong("result.rows")).isEqualTo(ORDERS.rowCount());
    assertThatNoOtherUserReads(Path.of(URI.create(ended.getString("result.location"))));
    Path file = Gateway.download(id, downloads);
    assertThat(DuckDb.query(file, "SELECT count(*), sum(id), sum(amount) FROM FILE"))
        .containsExactly(
            List.of(ORDERS.rowCount(), ORDERS.sum("id").toBigInteger(), ORDERS.sum("amount")));
    assertThat(rowsAsText(file, connection)).isEqualTo(sourceRowsAsText(connection));
  }

  private static void assertThatNoOtherUserReads(Path result) throws IOException {
    for (Path path : List.of(result, result.getParent(), result.getParent().getParent())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .as(path.toString())
          .endsWith("------");
    }
  }

  @ParameterizedTest
  @CsvSource({"default, csv", "default, parquet", "bigquery, csv", "azure, csv"})
  @Holds({Fact.CSV_DIALECT, Fact.SNOWFLAKE_NULL, Fact.BIGQUERY_QUOTES, Fact.NAMES_CASE})
  void quotesLineBreaksBackslashesAndNullsComeThrough(String connection, String fileType)
      throws IOException {
    // Given
    String id =
        Gateway.submit(
            "{\"table\": \"%s\", \"connection\": \"%s\", \"fileType\": \"%s\"}"
                .formatted(TEXTS.id(), connection, fileType));

    // When
    JsonPath ended = Gateway.awaitEnd(id);

    // Then
    assertThat(ended.getString("state")).as(ended.prettify()).isEqualTo("succeeded");
    assertThat(ended.<String>getList("result.columns.name")).isEqualTo(TEXTS.columnNames());
    assertThat(
            DuckDb.query(Gateway.download(id, downloads), "SELECT * FROM FILE ORDER BY id").stream()
                .map(row -> row.stream().map(cell -> text(cell, connection)).toList())
                .toList())
        .isEqualTo(
            TEXTS
                .rows()
                .map(row -> Stream.of(row).map(cell -> text(cell, connection)).toList())
                .toList());
  }

  @Test
  @Holds({Fact.EMPTY_SNOWFLAKE, Fact.NAMES_FROM_REQUEST})
  void anEmptyTableIsASuccessWithTheRightColumns() throws IOException {
    // Given
    String id = Gateway.submit(SampleTables.EMPTY.id(), "auto");

    // When
    JsonPath ended = Gateway.awaitEnd(id);

    // Then
    assertThat(ended.getString("state")).as(ended.prettify()).isEqualTo("succeeded");
    assertThat(
            DuckDb.query(
                Gateway.download(id, downloads),
                "SELECT column_name FROM (DESCRIBE SELECT * FROM FILE)"))
        .containsExactly(List.of("id"), List.of("name"));
  }

  @Test
  void anUnknownTableFailsWithAProblemThatNamesIt() {
    // Given
    String id = Gateway.submit("in.c-shop.nothing", "auto");

    // When
    JsonPath ended = Gateway.awaitEnd(id);

    // Then
    assertThat(ended.getString("state")).isEqualTo("failed");
    assertThat(ended.getString("error.code")).isEqualTo("table-not-found");
    assertThat(ended.getInt("error.status")).isEqualTo(404);
    assertThat(ended.getString("error.detail")).contains("in.c-shop.nothing");
  }

  @Test
  @Holds({Fact.JOB_FAILURE, Fact.ERROR_BODY})
  void aFailedJobsOwnWordsReachTheCaller() {
    // Given
    String id = Gateway.submit(SampleTables.BROKEN.id(), "auto");

    // When
    JsonPath ended = Gateway.awaitEnd(id);

    // Then
    assertThat(ended.getString("error.code")).isEqualTo("job-failed");
    assertThat(ended.getString("error.detail"))
        .contains(SampleTables.BROKEN.failure().orElseThrow());
    assertThat(ended.getLong("error.jobId")).isPositive();
    assertThat(ended.getString("error.exceptionId")).isNotBlank();
  }

  @Test
  void theEventsBeginWithTheStateNowGrowAndEndWithTheLastState() throws Exception {
    // Given
    String id = Gateway.submit(SampleTables.CUSTOMERS.id(), "csv");
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve("/v1/exports/" + id + "/events"))
            .timeout(Duration.ofMinutes(1))
            .build();

    // When
    List<String> lines =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofLines()).body().toList();

    // Then
    List<String> ids = fields(lines, "id:");
    assertThat(ids).endsWith("ended");
    List<Long> versions = ids.subList(0, ids.size() - 1).stream().map(Long::valueOf).toList();
    List<String> states =
        fields(lines, "data:").stream().map(data -> new JsonPath(data).getString("state")).toList();
    assertThat(versions).isSorted().doesNotHaveDuplicates();
    assertThat(states).hasSameSizeAs(versions).hasSizeGreaterThan(1);
    assertThat(states.get(states.size() - 1)).isEqualTo("succeeded");
    assertThat(states.subList(0, states.size() - 1)).doesNotContain("succeeded");
  }

  @Test
  void aBadRequestIsAProblemThatPointsToTheField() {
    // When
    Response answer =
        given()
            .contentType("application/json")
            .body("{\"table\": \"orders\", \"colums\": []}")
            .post("/v1/exports");

    // Then
    answer
        .then()
        .statusCode(400)
        .contentType(startsWith("application/problem+json"))
        .body("errors.pointer", equalTo(List.of("/table", "/colums")));
  }

  @Test
  void anUnknownExportIsAProblem() {
    // When
    Response answer = given().get("/v1/exports/nothing");

    // Then
    answer.then().statusCode(404).body("detail", containsString("nothing"));
  }

  @Test
  void exportsAreListedNewestFirst() {
    // Given
    String older = Gateway.submit(SampleTables.EMPTY.id(), "csv");
    String newer = Gateway.submit(SampleTables.EMPTY.id(), "parquet");

    // When
    JsonPath list = given().get("/v1/exports").jsonPath();

    // Then
    assertThat(list.<String>getList("exports.id")).containsSubsequence(newer, older);
  }

  /** Every cell of the columns whose text is the same in DuckDB's words, in the order of ids. */
  private static List<String> rowsAsText(Path file, String connection) {
    return DuckDb.query(
            file, "SELECT id, customer_id, status, amount, gift, city, note FROM FILE ORDER BY id")
        .stream()
        .map(
            row ->
                row.stream().map(cell -> text(cell, connection)).collect(Collectors.joining("|")))
        .toList();
  }

  private static List<String> sourceRowsAsText(String connection) {
    List<Integer> wanted =
        List.of("id", "customer_id", "status", "amount", "gift", "city", "note").stream()
            .map(ORDERS::indexOf)
            .toList();
    return ORDERS
        .rows()
        .map(
            row ->
                wanted.stream().map(i -> text(row[i], connection)).collect(Collectors.joining("|")))
        .toList();
  }

  /** BigQuery's CSV does not tell NULL from the empty text (storage-api.md 5). */
  private static String text(Object cell, String connection) {
    if (cell instanceof BigDecimal number) {
      return number.setScale(2).toPlainString();
    }
    return connection.equals("bigquery") && "".equals(cell) ? "null" : String.valueOf(cell);
  }

  private static List<String> fields(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).trim())
        .collect(Collectors.toList());
  }
}

package io.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sandbox.data.SampleTables;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Storage API's own rules: parameters, cache, branches, rights (storage-api.md 1, 2, 7, 8). */
class StorageContractTest {
  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";

  @RegisterExtension
  static final SandboxExtension SANDBOX =
      SandboxExtension.with(Map.of("job.waiting", "0s", "job.processing", "0s"));

  @TempDir Path directory;
  private SandboxCaller caller;

  @BeforeEach
  void open() {
    caller = SANDBOX.caller("sandbox-aws");
  }

  private HttpResponse<String> submit(String table, String type, String body) {
    return caller.post("/v2/storage/tables/" + table + "/export-async", type, body);
  }

  private List<String> ids(JsonObject job) throws Exception {
    StringBuilder ids = new StringBuilder();
    for (Path slice : caller.download(caller.file(job), directory)) {
      ids.append(Files.readString(slice).replaceAll("\"(\\d+)\".*", "$1"));
    }
    return ids.toString().lines().sorted().toList();
  }

  @ParameterizedTest
  @CsvSource({
    "eq, PRG, '1,2'",
    "eq, 'PRG,VAN', '1,2,3'",
    "ne, PRG, '3,4,5'",
    "ne, 'PRG,VAN', '4,5'",
    "eq, '', '5'",
    "ne, '', '1,2,3,4'",
    "gt, PRG, '3'",
    "ge, PRG, '1,2,3'",
    "lt, PRG, '4,5'",
    "le, BRA, '4,5'"
  })
  void filtersPickTheRowsThatTheReferenceClientsTestsExpect(
      String operator, String values, String expected) throws Exception {
    // Given
    JsonObject filter =
        new JsonObject()
            .put("column", "city")
            .put("operator", operator)
            .put("values", new JsonArray(List.of(values.split(",", -1))));

    // When
    JsonObject job =
        caller.export(
            "in.c-shop.users", new JsonObject().put("whereFilters", new JsonArray().add(filter)));

    // Then
    assertThat(String.join(",", ids(job))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'whereFilters[0][column]=city&whereFilters[0][operator]=eq&whereFilters[0][values][0]=PRG', 2",
    "'whereFilters[0][column]=city&whereFilters[0][values][]=PRG&whereFilters[0][values][]=VAN', 3",
    "'whereColumn=city&whereOperator=ne&whereValues[]=PRG', 3",
    "'columns[0]=id&columns[1]=name&limit=4&gzip=0', 4",
    "'limit=4&limit=1', 1",
    "'changedSince=1767225720', 3",
    "'changedUntil=1767225720', 2"
  })
  void aFormIsReadAsPhpReadsIt(String form, int rows) throws Exception {
    // When
    HttpResponse<String> accepted = submit("in.c-shop.users", FORM, form);

    // Then
    assertThat(accepted.statusCode()).isEqualTo(202);
    JsonObject job = caller.ended(new JsonObject(accepted.body()).getLong("id"));
    assertThat(ids(job)).hasSize(rows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"whereFilters\":[{\"column\":\"city\",\"operator\":\"in\",\"values\":[\"x\"]}]}; Invalid where operator in",
        "{\"whereFilters\":[{\"column\":\"city\",\"operator\":\"neq\",\"values\":[\"x\"]}]}; Invalid where operator neq",
        "{\"whereFilters\":[{\"column\":\"id\",\"values\":[\"1\"],\"dataType\":\"DECIMAL\"}]}; Data type DECIMAL not recognized",
        "{\"whereFilters\":\"values\"}; Parameter \"whereFilters\" should be an array, but parameter contains:",
        "{\"whereFilters\":[\"column\"]}; All items in param \"whereFilters\" should be an arrays, but parameter contains:",
        "{\"whereFilters\":[{\"column\":\"nope\",\"values\":[\"1\"]}]}; storage.tables.validation.columnNotExists",
        "{\"columns\":\"id,nope\"}; storage.tables.validation.columnNotExists",
        "{\"format\":\"xml\"}; storage.tables.validation.invalidFormat",
        "{\"where_filters\":[]}; This field was not expected.",
        "{\"limit\":\"many\"}; limit must be"
      })
  void aBadParameterIsRefusedInTheApisWords(String body, String words) {
    // When
    HttpResponse<String> answer = submit("in.c-shop.users", JSON, body);

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    JsonObject error = new JsonObject(answer.body());
    assertThat(error.getString("error") + " " + error.getString("code")).contains(words);
    assertThat(error.getString("exceptionId")).isNotEmpty();
  }

  @Test
  void filtersInTheFormThatPythonSendsByMistakeAreRefused() {
    // When
    HttpResponse<String> answer =
        submit("in.c-shop.users", FORM, "whereFilters=column&whereFilters=values");

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(answer.body()).getString("error"))
        .endsWith("should be an array, but parameter contains:\n\"values\"");
  }

  @ParameterizedTest
  @CsvSource({
    "sandbox-wrong, in.c-shop.users, 401, storage.tokenInvalid",
    "'', in.c-shop.users, 401, ",
    "sandbox-aws-stranger, in.c-shop.users, 403, accessDenied",
    "sandbox-aws, in.c-shop.nope, 404, storage.tables.notFound",
    "sandbox-aws, in.c-nope.users, 404, storage.buckets.notFound"
  })
  void whoMayNotAndWhatIsNotThereAreTold(String token, String table, int status, String code) {
    // When
    HttpResponse<String> answer =
        SANDBOX.caller(token).post("/v2/storage/tables/" + table + "/export-async", JSON, "{}");

    // Then
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(code);
  }

  @Test
  void anEqualExportGetsTheEarlierFileUntilTheTableIsWrittenTo() {
    // Given
    JsonObject gzip = new JsonObject().put("gzip", true);
    JsonObject first = caller.export("in.c-shop.dirty", new JsonObject()).getJsonObject("results");
    JsonObject second = caller.export("in.c-shop.dirty", new JsonObject()).getJsonObject("results");
    JsonObject zipped = caller.export("in.c-shop.dirty", gzip).getJsonObject("results");
    JsonObject shared =
        SANDBOX
            .caller("sandbox-aws-reader")
            .export("in.c-shop.dirty", new JsonObject())
            .getJsonObject("results");

    // When
    SANDBOX.sandbox().project("sandbox-aws").append("in.c-shop.dirty", 10);

    // Then
    JsonObject fresh = caller.export("in.c-shop.dirty", new JsonObject()).getJsonObject("results");
    assertThat(List.of(first, second, zipped, shared, fresh))
        .extracting(results -> results.getBoolean("cacheHit"))
        .containsExactly(false, true, false, true, false);
    assertThat(second.getJsonObject("file")).isEqualTo(first.getJsonObject("file"));
    assertThat(shared.getJsonObject("file")).isEqualTo(first.getJsonObject("file"));
    assertThat(fresh.getJsonObject("file")).isNotEqualTo(first.getJsonObject("file"));
  }

  @Test
  void aBranchsFileLiesBelowItsBranchAlone() {
    // Given
    long branch = SANDBOX.sandbox().project("sandbox-aws").devBranch();
    String scope = "/v2/storage/branch/" + branch;
    HttpResponse<String> accepted =
        caller.post(scope + "/tables/in.c-shop.users/export-async", JSON, "{}");
    JsonObject job = caller.ended(new JsonObject(accepted.body()).getLong("id"));

    // When
    long file = job.getJsonObject("results").getJsonObject("file").getLong("id");

    // Then
    assertThat(caller.get("/v2/storage/files/" + file).statusCode()).isEqualTo(404);
    assertThat(caller.get(scope + "/files/" + file).statusCode()).isEqualTo(200);
    assertThat(caller.get(scope + "/jobs/" + job.getLong("id")).statusCode()).isEqualTo(404);
    assertThat(caller.get(scope + "/tables/in.c-shop.customers").statusCode()).isEqualTo(404);
    assertThat(caller.get("/v2/storage/branch/7/tables").statusCode()).isEqualTo(404);
    assertThat(caller.get("/v2/storage/branch/default/tables").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"parquet, error", "csv, success"})
  void aTimestampWithAZoneCannotBeUnloadedAsParquet(String type, String status) {
    // When
    JsonObject job = caller.export("in.c-shop.events_tz", new JsonObject().put("fileType", type));

    // Then
    assertThat(job.getString("status")).isEqualTo(status);
  }

  @Test
  void aJobTellsItsOrderWithAllColumnsAndItsIdsAsTheApiDoes() {
    // When
    JsonObject job = caller.export("in.c-shop.users", new JsonObject().put("gzip", true));

    // Then
    JsonObject export = job.getJsonObject("operationParams").getJsonObject("export");
    assertThat(export.getJsonArray("columns"))
        .isEqualTo(new JsonArray(List.of("id", "name", "city", "sex")));
    assertThat(export.getBoolean("gzipOutput")).isTrue();
    assertThat(job.getValue("id")).isInstanceOf(Integer.class);
    assertThat(job.getJsonObject("creatorToken").getValue("id")).isEqualTo("501");
    assertThat(caller.file(job).getJsonObject("creatorToken").getValue("id")).isEqualTo(501);
    assertThat(job.getString("createdTime")).matches(".*[+-]\\d{4}");
  }

  @Test
  void tablesTellTheirTypesInMetadataOrInTheirDefinition() {
    // When
    JsonObject untyped = new JsonObject(caller.get("/v2/storage/tables/in.c-shop.orders").body());

    // Then
    JsonObject typed = new JsonObject(caller.get("/v2/storage/tables/in.c-shop.customers").body());
    assertThat(untyped.getJsonObject("columnMetadata").getJsonArray("amount").encode())
        .contains("KBC.datatype.basetype", "NUMERIC", "12,2");
    assertThat(untyped.containsKey("definition")).isFalse();
    assertThat(typed.getJsonObject("definition").getJsonArray("columns").encode())
        .contains("\"type\":\"NUMBER\"", "\"length\":\"38,0\"", "\"basetype\":\"INTEGER\"");
  }

  @Test
  void theTokenCheckTellsTheProjectAndAnEmptyMapComesAsAnArray() {
    // When
    HttpResponse<String> answer =
        SANDBOX.caller("sandbox-aws-stranger").get("/v2/storage/tokens/verify");

    // Then
    assertThat(answer.body()).contains("\"bucketPermissions\":[]", "\"storage.jobsParallelism\"");
    assertThat(answer.body()).doesNotContain("sandbox-aws-stranger");
  }

  @Test
  void aPreviewHasALineOfNames() {
    // When
    String preview =
        caller
            .get("/v2/storage/tables/in.c-shop.users/data-preview?limit=1&columns=name,id")
            .body();

    // Then
    assertThat(preview).isEqualTo("\"name\",\"id\"\n\"martin\",\"1\"\n");
  }

  @Test
  void deletedRowsAreGone() {
    // Given
    SandboxCaller other = SANDBOX.caller("sandbox-azure");

    // When
    HttpResponse<String> accepted = other.delete("/v2/storage/tables/in.c-shop.users/rows");

    // Then
    other.ended(new JsonObject(accepted.body()).getLong("id"));
    JsonObject table = new JsonObject(other.get("/v2/storage/tables/in.c-shop.users").body());
    assertThat(table.getLong("rowsCount")).isZero();
    assertThat(SampleTables.USERS.rowCount()).isEqualTo(5);
  }
}

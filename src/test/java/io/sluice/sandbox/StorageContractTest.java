package io.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.sluice.sandbox.data.SampleTables;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
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
  @Holds({Fact.FILTERS, Fact.OPERATORS, Fact.JSON_BODY})
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
  @Holds({Fact.FORM_BODY, Fact.LEGACY_FILTER, Fact.LIMIT, Fact.COLUMNS, Fact.CHANGED})
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
  @Holds({
    Fact.FILTER_TEXTS,
    Fact.OPERATORS,
    Fact.MISSING_COLUMN,
    Fact.FORMAT,
    Fact.UNKNOWN_FIELDS,
    Fact.BAD_PARAMETERS,
    Fact.DATA_TYPES
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
  @Holds(Fact.FORM_TRAP)
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
  @Holds({Fact.NO_TOKEN, Fact.BAD_TOKEN, Fact.NO_RIGHT, Fact.NO_TABLE, Fact.NO_BUCKET})
  void whoMayNotAndWhatIsNotThereAreTold(String token, String table, int status, String code) {
    // When
    HttpResponse<String> answer =
        SANDBOX.caller(token).post("/v2/storage/tables/" + table + "/export-async", JSON, "{}");

    // Then
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(code);
  }

  @Test
  @Holds({Fact.CACHE, Fact.CACHE_KEY, Fact.CACHE_SHARED, Fact.REPEATABLE})
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
  @Holds({Fact.BRANCH_ADDRESS, Fact.BRANCH_FILE})
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
  @Holds(Fact.PARQUET_ZONES)
  void aTimestampWithAZoneCannotBeUnloadedAsParquet(String type, String status) {
    // When
    JsonObject job = caller.export("in.c-shop.events_tz", new JsonObject().put("fileType", type));

    // Then
    assertThat(job.getString("status")).isEqualTo(status);
  }

  @Test
  @Holds({Fact.JOB_SHAPE, Fact.JOB_PARAMETERS})
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
  @Holds(Fact.PHP_EMPTY)
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

  @ParameterizedTest
  @CsvSource({"1, gz", "true, gz", "'\"1\"', gz", "'\"true\"', gz", "0, csv", "false, csv"})
  @Holds(Fact.FLAGS)
  void aFlagMayBeWrittenInMoreThanOneWay(String flag, String ending) {
    // Given
    HttpResponse<String> accepted = submit("in.c-shop.users", JSON, "{\"gzip\": " + flag + "}");

    // When
    JsonObject job = caller.ended(new JsonObject(accepted.body()).getLong("id"));

    // Then
    assertThat(caller.entries(caller.file(job)))
        .isNotEmpty()
        .allMatch(entry -> entry.endsWith("." + ending));
  }

  @ParameterizedTest
  @CsvSource({
    "sandbox-aws, true, '\"2026-01-01 00:00:00\"'",
    "sandbox-aws, false, '\"1\"'",
    "sandbox-gcp-bigquery, true, 1"
  })
  @Holds(Fact.INTERNAL_TIMESTAMP)
  void theImportTimeComesLastOnSnowflakeAlone(String token, boolean asked, String last)
      throws Exception {
    // Given
    SandboxCaller other = SANDBOX.caller(token);
    JsonObject options =
        new JsonObject()
            .put("columns", "name,id")
            .put("limit", 1)
            .put("includeInternalTimestamp", asked);

    // When
    JsonObject job = other.export("in.c-shop.users", options);

    // Then
    StringBuilder rows = new StringBuilder();
    for (Path slice : other.download(other.file(job), directory)) {
      rows.append(Files.readString(slice));
    }
    assertThat(rows.toString().strip().split(","))
        .hasSize(asked && token.equals("sandbox-aws") ? 3 : 2)
        .endsWith(last);
  }

  @Test
  @Holds({Fact.SOURCE_BRANCH, Fact.BRANCH_WITHOUT_TABLE})
  void aBranchReadsATableOfAnotherWhereItNamesTheOther() {
    // Given
    long branch = SANDBOX.sandbox().project("sandbox-aws").devBranch();
    long main = SANDBOX.sandbox().project("sandbox-aws").defaultBranch();
    String path = "/v2/storage/branch/" + branch + "/tables/in.c-shop.customers/export-async";
    HttpResponse<String> without = caller.post(path, JSON, "{\"limit\": 1}");

    // When
    HttpResponse<String> with =
        caller.post(path, JSON, "{\"limit\": 1, \"sourceBranchId\": " + main + "}");

    // Then
    assertThat(without.statusCode()).isEqualTo(404);
    assertThat(without.body()).contains("storage.tables.notFound");
    assertThat(with.statusCode()).isEqualTo(202);
    JsonObject job = caller.ended(new JsonObject(with.body()).getLong("id"));
    long file = job.getJsonObject("results").getJsonObject("file").getLong("id");
    assertThat(caller.get("/v2/storage/branch/" + branch + "/files/" + file).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "sandbox-aws-production, false, '', 202, ",
    "sandbox-aws-production, true, '', 403, You don't have access to the resource.",
    "sandbox-aws-developer, true, '', 202, ",
    "sandbox-aws-developer, false, '', 403, You don't have access to the resource.",
    "sandbox-aws-production, false, dev, 400, Cannot export table from development branch to production"
  })
  @Holds(Fact.PROTECTED_BRANCHES)
  void inAProtectedProjectATokenStaysInItsBranch(
      String token, boolean inBranch, String source, int status, String error) {
    // Given
    long branch = SANDBOX.sandbox().project(token).devBranch();
    String scope = inBranch ? "/branch/" + branch : "";

    // When
    HttpResponse<String> answer =
        SANDBOX
            .caller(token)
            .post(
                "/v2/storage" + scope + "/tables/in.c-shop.users/export-async",
                JSON,
                source.isEmpty() ? "{}" : "{\"sourceBranchId\": " + branch + "}");

    // Then
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(new JsonObject(answer.body()).getString("error")).isEqualTo(error);
  }

  @Test
  @Holds({Fact.BEARER, Fact.RUN_ID, Fact.FILE_SHAPE, Fact.FILE_LIFE, Fact.FILE_SIZE})
  void aFileTellsWhoseItIsAndABearerTokenIsTakenForTheOther() throws Exception {
    // Given
    HttpRequest.Builder export =
        HttpRequest.newBuilder(
                URI.create(
                    SANDBOX.baseUri() + "/v2/storage/tables/in.c-shop.customers/export-async"))
            .header("Authorization", "Bearer sandbox-aws")
            .header("X-KBC-RunId", "1234.5678")
            .header("Content-Type", JSON)
            .POST(HttpRequest.BodyPublishers.ofString("{\"gzip\": true, \"limit\": 5}"));

    // When
    JsonObject job = caller.ended(new JsonObject(caller.text(export).body()).getLong("id"));

    // Then
    JsonObject file = caller.file(job);
    long stored = 0;
    for (Path slice : caller.download(file, directory)) {
      stored += Files.size(slice);
    }
    assertThat(job.getString("runId")).isEqualTo("1234.5678");
    assertThat(file.getMap())
        .containsEntry("name", "in.c-shop.customers.csv.gz")
        .containsEntry("provider", "aws")
        .containsEntry("region", "us-east-1")
        .containsEntry("fileType", "csv")
        .containsEntry("isSliced", true)
        .containsEntry("maxAgeDays", 15)
        .containsEntry("runId", "1234.5678")
        .containsEntry("sizeBytes", (int) stored);
    assertThat(file.getJsonArray("tags")).contains("table-export");
  }

  @ParameterizedTest
  @CsvSource({"'{\"gzip\":true}', true", "'{\"fileType\":\"parquet\"}', false"})
  @Holds(Fact.METRICS)
  void theMetricsTellWhatWasWritten(String body, boolean compressed) {
    // When
    JsonObject job = caller.export("in.c-shop.customers", new JsonObject(body));

    // Then
    JsonObject metrics = job.getJsonObject("metrics");
    assertThat(metrics.getLong("outBytes"))
        .isEqualTo(caller.file(job).getLong("sizeBytes"))
        .isPositive();
    assertThat(metrics.getBoolean("outCompressed")).isEqualTo(compressed);
    assertThat(metrics.getLong("outBytesUncompressed")).isZero();
  }

  @Test
  @Holds(Fact.JOB_LIST)
  void jobsAreListedInPages() {
    // Given
    for (int i = 0; i < 21; i++) {
      submit("in.c-shop.users", JSON, "{}");
    }

    // When
    JsonArray first = new JsonArray(caller.get("/v2/storage/jobs").body());

    // Then
    JsonArray page = new JsonArray(caller.get("/v2/storage/jobs?limit=3&offset=2").body());
    assertThat(first).hasSize(20);
    assertThat(page).hasSize(3);
    assertThat(page.getJsonObject(0).getLong("id")).isEqualTo(first.getJsonObject(2).getLong("id"));
  }

  @ParameterizedTest
  @CsvSource({"in.c-shop.orders, 200", "in.c-shop.wide, 400"})
  @Holds(Fact.WIDE_PREVIEW)
  void aPreviewOfTooManyColumnsIsRefusedAndAnExportIsNot(String table, int status) {
    // When
    HttpResponse<String> preview =
        caller.get("/v2/storage/tables/" + table + "/data-preview?limit=1");

    // Then
    assertThat(preview.statusCode()).isEqualTo(status);
    assertThat(preview.body().contains("storage.maxNumberOfColumnsExceed"))
        .isEqualTo(status == 400);
    assertThat(submit(table, JSON, "{\"limit\": 1}").statusCode()).isEqualTo(202);
  }

  @ParameterizedTest
  @CsvSource({"parquet, error", "csv, success"})
  @Holds({Fact.TIMEZONE, Fact.OLD_PARAMETERS})
  void aTimeZoneIsForCsvAlone(String type, String status) {
    // Given
    JsonObject options =
        new JsonObject()
            .put("fileType", type)
            .put("timezone", "Europe/Prague")
            .put("days", 3)
            .put("fulltextSearch", "a");

    // When
    JsonObject job = caller.export("in.c-shop.users", options);

    // Then
    assertThat(job.getString("status")).isEqualTo(status);
    assertThat(job.getJsonObject("error", new JsonObject()).getString("message", ""))
        .isEqualTo(
            type.equals("csv") ? "" : "Timezone option is not supported for Parquet exports.");
  }

  @Test
  @Holds({Fact.FOREIGN_FILE, Fact.MISSING_FILE})
  void aFileIsForWhoMayReadItsBucket() {
    // Given
    JsonObject job = caller.export("in.c-shop.users", new JsonObject());
    long id = job.getJsonObject("results").getJsonObject("file").getLong("id");

    // When
    HttpResponse<String> foreign =
        SANDBOX.caller("sandbox-aws-stranger").get("/v2/storage/files/" + id);

    // Then
    HttpResponse<String> missing = caller.get("/v2/storage/files/1");
    assertThat(foreign.statusCode()).isEqualTo(403);
    assertThat(foreign.body()).contains("accessDenied");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body()).contains("storage.files.notFound", "File not found");
  }
}

package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.base.ErrorCode;
import io.sluice.base.Secret;
import io.sluice.base.SluiceException;
import io.sluice.base.TableId;
import io.sluice.base.UpstreamText;
import io.sluice.cloud.CloudCredentials;
import io.sluice.cloud.SliceAddress;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.sluice.storage.ExportOptions.DataType;
import io.sluice.storage.ExportOptions.Direction;
import io.sluice.storage.ExportOptions.Operator;
import io.sluice.storage.ExportOptions.OrderBy;
import io.sluice.storage.ExportOptions.WhereFilter;
import io.sluice.storage.project.ExportBody;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and answers letter by letter, where the sandbox shows one form of several. */
class AnswersTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final TableId ORDERS = TableId.parse("in.c-shop.orders");

  private final StorageServer server = new StorageServer();

  @AfterEach
  void stop() {
    server.close();
  }

  /** storage-api.md 1.1 and 1.2. */
  @Nested
  class Bodies {
    @Test
    @Holds({
      Fact.JSON_BODY,
      Fact.COLUMNS,
      Fact.CHANGED,
      Fact.FILTERS,
      Fact.ORDER_BY,
      Fact.GZIP,
      Fact.FORM_TRAP
    })
    void filtersAreJsonColumnsKeepTheirOrderAndTimesAreUnixSeconds() {
      // Given
      ExportOptions options =
          new ExportOptions(
              FileType.CSV,
              List.of("status", "id"),
              List.of(
                  new WhereFilter(
                      "status", Operator.EQ, List.of("paid", "shipped"), Optional.empty()),
                  new WhereFilter("id", Operator.GE, List.of("10"), Optional.of(DataType.INTEGER))),
              List.of(new OrderBy("id", Direction.DESC, Optional.of(DataType.INTEGER))),
              Optional.of(Instant.parse("2026-11-01T00:00:00.999Z")),
              Optional.of(Instant.ofEpochSecond(1_800_000_000)),
              OptionalLong.of(5));

      // When
      JsonObject body = ExportBody.of(options);

      // Then
      assertThat(body)
          .isEqualTo(
              new JsonObject(
                  """
                  {"fileType": "csv", "gzip": true, "columns": "status,id", "limit": 5,
                   "changedSince": 1793491200, "changedUntil": 1800000000,
                   "whereFilters": [
                     {"column": "status", "operator": "eq", "values": ["paid", "shipped"]},
                     {"column": "id", "operator": "ge", "values": ["10"], "dataType": "INTEGER"}],
                   "orderBy": [{"column": "id", "order": "DESC", "dataType": "INTEGER"}]}
                  """));
      assertThat(body.getValue("whereFilters")).isInstanceOf(JsonArray.class);
    }
  }

  /** storage-api.md 1.3, 2, 10.18. */
  @Nested
  class Jobs {
    @ParameterizedTest
    @CsvSource({"waiting,WAITING", "processing,PROCESSING", "terminating,PROCESSING"})
    @Holds(Fact.STATUSES)
    void aStatusThatIsNotKnownIsNotYet(String status, Job.Status expected) {
      // Given
      server.on("/v2/storage/jobs/7", "{\"id\": 7, \"status\": \"%s\"}".formatted(status));

      // When
      Job job = now(server.api().job(7));

      // Then
      assertThat(job.status()).isEqualTo(expected);
    }

    @Test
    @Holds({Fact.ENDED_IN_ANSWER, Fact.JOB_SHAPE})
    void aJobMayHaveEndedInTheAnswerThatStartsIt() {
      // Given
      server.on(
          "/v2/storage/tables/in.c-shop.orders/export-async",
          """
          {"id": "41000123", "status": "success",
           "results": {"file": {"id": "234"}, "cacheHit": true}}
          """);

      // When
      Job job = now(server.api().export(ORDERS, OptionalLong.empty(), WholeTable.as(FileType.CSV)));

      // Then
      assertThat(job)
          .isEqualTo(new Job(41000123, Job.Status.SUCCESS, Optional.of(234L), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "{}", "{\"file\": []}"})
    @Holds({Fact.RESULTS, Fact.PHP_EMPTY})
    void emptyResultsOfAJobThatHasNotEndedAreFine(String results) {
      // Given
      server.on(
          "/v2/storage/jobs/7",
          "{\"id\": 7, \"status\": \"processing\", \"results\": " + results + "}");

      // When
      Job job = now(server.api().job(7));

      // Then
      assertThat(job.fileId()).isEmpty();
    }

    @Test
    void successWithoutAFileCannotBeUnderstood() {
      // Given
      server.on("/v2/storage/jobs/7", "{\"id\": 7, \"status\": \"success\", \"results\": []}");

      // When
      SluiceException failure = failure(server.api().job(7));

      // Then
      assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_PROTOCOL);
    }

    @Test
    @Holds(Fact.JOB_ERROR)
    void aFailedJobTellsWhyEvenWhereItAlsoHasResults() {
      // Given
      server.on(
          "/v2/storage/jobs/7",
          """
          {"id": 7, "status": "error", "results": {"file": {"id": 1}},
           "error": {"code": "storage.x", "message": "No", "exceptionId": "exc-1"}}
          """);

      // When
      Job job = now(server.api().job(7));

      // Then
      assertThat(job.fileId()).isEmpty();
      assertThat(job.error())
          .contains(
              new Job.JobError(
                  Optional.of(UpstreamText.instead("storage.x")),
                  UpstreamText.instead("No"),
                  Optional.of(UpstreamText.instead("exc-1"))));
    }
  }

  /** storage-api.md 3. */
  @Nested
  class Files {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "2026-01-01T12:00:00+01:00",
          "2026-01-01T12:00:00+0100",
          "2026-01-01T11:00:00+00:00",
          "2026-01-01T11:00:00Z"
        })
    @Holds(Fact.AWS_CREDENTIALS)
    void credentialsOfAwsEndAtTheirExpiration(String expiration) {
      // Given
      server.on(
          "/v2/storage/files/1",
          file(
              """
          "region": "eu-central-1", "s3Path": {"bucket": "files", "key": "exp/1.csv"},
          "credentials": {"AccessKeyId": "id", "SecretAccessKey": "secret",
                          "SessionToken": "session", "Expiration": "%s"}
          """
                  .formatted(expiration)));

      // When
      FileDetail file = now(server.api().file(1, OptionalLong.empty()));

      // Then
      assertThat(file.access())
          .isEqualTo(
              new CloudCredentials.Aws(
                  "eu-central-1",
                  "files",
                  "exp/1.csv",
                  Secret.of("id"),
                  Secret.of("secret"),
                  Secret.of("session"),
                  Optional.of(Instant.parse("2026-01-01T11:00:00Z"))));
    }

    @Test
    @Holds({Fact.AZURE_CREDENTIALS, Fact.AZURE_REQUEST})
    void theSignatureOfAzureIsSplitAtTheFirstEqualsSignOnly() {
      // Given
      server.on(
          "/v2/storage/files/1",
          file(
              """
          "absPath": {"container": "exp-2-export", "name": "1.csv"},
          "absCredentials": {"SASConnectionString":
            "BlobEndpoint=https://acct.blob.core.windows.net;SharedAccessSignature=sv=2017&sig=a%2Fb==",
            "expiration": "2026-01-01T12:00:00+0100"}
          """));

      // When
      FileDetail file = now(server.api().file(1, OptionalLong.empty()));

      // Then
      assertThat(file.access())
          .isEqualTo(
              new CloudCredentials.Azure(
                  URI.create("https://acct.blob.core.windows.net"),
                  "exp-2-export",
                  "1.csv",
                  Secret.of("sv=2017&sig=a%2Fb=="),
                  Optional.of(Instant.parse("2026-01-01T11:00:00Z"))));
    }

    @Test
    @Holds(Fact.FEDERATION_TOKEN)
    void withoutCredentialsTheUrlIsTheAccess() {
      // Given
      server.on("/v2/storage/files/1", file("\"credentials\": []"));

      // When
      FileDetail file = now(server.api().file(1, OptionalLong.empty()));

      // Then
      assertThat(file.access()).isInstanceOf(CloudCredentials.Presigned.class);
      assertThat(server.heard().get(0).uri()).endsWith("?federationToken=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "null", "[]"})
    @Holds(Fact.FILE_SIZE)
    void aSizeThatIsNotKnownIsEmpty(String size) {
      // Given
      server.on("/v2/storage/files/1", file("\"sizeBytes\": " + size));

      // When
      FileDetail file = now(server.api().file(1, OptionalLong.empty()));

      // Then
      assertThat(file.sizeBytes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
        "region": "eu-west-1", "s3Path": {"bucket": "b", "key": "k/1.csv"}, "credentials": {"AccessKeyId": "i", "SecretAccessKey": "s"} | s3://b/k/1.csv
        "gcsPath": {"bucket": "b", "key": "k/1.csv"}, "gcsCredentials": {"access_token": "t"} | gs://b/k/1.csv
        "absPath": {"container": "b", "name": "k/1.csv"}, "absCredentials": {"SASConnectionString": "BlobEndpoint=https://a.blob.core.windows.net/;SharedAccessSignature=s=1"} | azure://a.blob.core.windows.net/b/k/1.csv
        "x": 1 | https://s3.amazonaws.com/b/k/1.csv
        """)
    @Holds(Fact.NOT_SLICED)
    void aFileThatIsNotSlicedIsOneEntry(String cloud, String address) {
      // Given
      server.on(
          "/v2/storage/files/1",
          "{\"id\": 1, \"isSliced\": false, \"url\": \"https://s3.amazonaws.com/b/k/1.csv?sig=1\", "
              + cloud
              + "}");
      StorageApi api = server.api();

      // When
      Manifest manifest = now(api.file(1, OptionalLong.empty()).chain(api::manifest));

      // Then
      assertThat(manifest.slices()).extracting(SliceAddress::value).containsExactly(address);
    }

    private static String file(String more) {
      return "{\"id\": 1, \"isSliced\": true, \"url\": \"https://s3.amazonaws.com/m?sig=1\", "
          + more
          + "}";
    }
  }

  /** storage-api.md 8. */
  @Nested
  class Tables {
    @Test
    void aPersonsTypeIsTrustedMoreThanAComponents() {
      // Given
      server.on(
          "/v2/storage/tables/in.c-shop.orders",
          """
          {"id": "in.c-shop.orders", "columns": ["amount"], "columnMetadata": {"amount": [
            {"key": "KBC.datatype.basetype", "value": "STRING", "provider": "storage"},
            {"key": "KBC.datatype.type", "value": "VARCHAR", "provider": "storage"},
            {"key": "KBC.datatype.length", "value": "255", "provider": "storage"},
            {"key": "KBC.datatype.basetype", "value": "NUMERIC", "provider": "user"},
            {"key": "KBC.datatype.length", "value": "12,2", "provider": "user"},
            {"key": "KBC.description", "value": "What it cost", "provider": "user"}]}}
          """);

      // When
      Table table = now(server.api().table(ORDERS, OptionalLong.empty()));

      // Then
      assertThat(table.columns())
          .containsExactly(
              new Table.Column(
                  "amount", Optional.of("NUMERIC"), Optional.empty(), Optional.of("12,2"), true));
    }

    @Test
    @Holds({Fact.ALIASES, Fact.PHP_EMPTY})
    void theTypesOfAnAliasSitUnderItsSourceTable() {
      // Given
      server.on(
          "/v2/storage/tables/in.c-shop.orders",
          """
          {"id": "in.c-shop.orders", "isAlias": true, "columns": ["id"], "columnMetadata": [],
           "rowsCount": null, "primaryKey": [], "sourceTable": {"id": "in.c-x.y", "columnMetadata":
             {"id": [{"key": "KBC.datatype.basetype", "value": "INTEGER", "provider": "x"},
                     {"key": "KBC.datatype.nullable", "value": "0", "provider": "x"}]}}}
          """);

      // When
      Table table = now(server.api().table(ORDERS, OptionalLong.empty()));

      // Then
      assertThat(table.rowsCount()).isEmpty();
      assertThat(table.columns())
          .containsExactly(
              new Table.Column(
                  "id", Optional.of("INTEGER"), Optional.empty(), Optional.empty(), false));
    }

    @Test
    void theDefinitionOfATypedTableIsTrustedMost() {
      // Given
      server.on(
          "/v2/storage/tables/in.c-shop.orders",
          """
          {"id": "in.c-shop.orders", "isTyped": true, "columns": ["at", "other"],
           "definition": {"columns": [{"name": "at", "basetype": "TIMESTAMP",
             "definition": {"type": "TIMESTAMP_LTZ", "nullable": false, "length": "9"}}]},
           "columnMetadata": {"at": [
             {"key": "KBC.datatype.basetype", "value": "STRING", "provider": "user"}]}}
          """);

      // When
      Table table = now(server.api().table(ORDERS, OptionalLong.empty()));

      // Then
      assertThat(table.columns().get(0))
          .isEqualTo(
              new Table.Column(
                  "at",
                  Optional.of("TIMESTAMP"),
                  Optional.of("TIMESTAMP_LTZ"),
                  Optional.of("9"),
                  false));
      assertThat(table.columns().get(1).baseType()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "{\"storage.jobsParallelism\": []}"})
    void tenJobsRunAtOnceWhereTheLimitsDoNotSay(String limits) {
      // Given
      server.on(
          "/v2/storage/tokens/verify",
          "{\"bucketPermissions\": [], \"owner\": {\"id\": 1, \"limits\": " + limits + "}}");

      // When
      StorageApi.Project project = now(server.api().project());

      // Then
      assertThat(project.jobsParallelism()).isEqualTo(10);
    }
  }

  /** storage-api.md 1.6, 10.11, 10.18. */
  @Nested
  class Secrets {
    @Test
    @Holds({Fact.NO_REDIRECTS, Fact.TOKEN_STAYS_HOME})
    void aRedirectIsNotFollowedSoThatTheTokenStaysHome() {
      // Given
      try (StorageServer other = new StorageServer()) {
        server.on(
            "/v2/storage/jobs/7",
            request ->
                request
                    .response()
                    .setStatusCode(307)
                    .putHeader("Location", other.url() + "/v2/storage/jobs/7")
                    .end());

        // When
        SluiceException failure = failure(server.api().job(7));

        // Then
        assertThat(failure).hasMessageContaining("Redirects are not followed");
        assertThat(other.heard()).isEmpty();
      }
    }

    @Test
    @Holds(Fact.NO_REDIRECTS)
    void aManifestsRedirectIsNotFollowedEither() {
      // Given
      try (StorageServer other = new StorageServer()) {
        server
            .on(
                "/v2/storage/files/1",
                "{\"id\": 1, \"isSliced\": true, \"url\": \"BASE/manifest?X-Amz-Signature=presig\"}")
            .on(
                "/manifest",
                request ->
                    request
                        .response()
                        .setStatusCode(302)
                        .putHeader("Location", other.url() + "/m")
                        .end());
        StorageApi api = server.api();

        // When
        SluiceException failure = failure(api.file(1, OptionalLong.empty()).chain(api::manifest));

        // Then
        assertThat(failure.code()).isEqualTo(ErrorCode.CLOUD_UNAVAILABLE);
        assertThat(other.heard()).isEmpty();
      }
    }

    @Test
    @Holds({
      Fact.TOKEN_STAYS_HOME,
      Fact.MANIFEST_PLAIN_GET,
      Fact.MANIFEST_URL,
      Fact.NO_DOUBLE_AUTHORISATION
    })
    void atTheManifestsHostNothingOfTheStorageApiIsHeard() {
      // Given
      try (StorageServer cloud = new StorageServer()) {
        cloud.on("/manifest", "{\"entries\": []}");
        server.on(
            "/v2/storage/files/1",
            "{\"id\": 1, \"isSliced\": true, \"url\": \"" + cloud.url() + "/manifest?sig=1\"}");
        StorageApi api = server.apiTrusting(cloud.url()).withRunId("run-1");

        // When
        now(api.file(1, OptionalLong.empty()).chain(api::manifest));

        // Then
        assertThat(cloud.heard())
            .singleElement()
            .satisfies(
                heard -> {
                  assertThat(heard.headers().keySet())
                      .map(String::toLowerCase)
                      .doesNotContain("x-storageapi-token", "authorization", "x-kbc-runid");
                  assertThat(heard.toString()).doesNotContain(StorageServer.TOKEN);
                });
      }
    }

    @Test
    @Holds(Fact.REDACTION)
    void neitherTokenNorSignatureStandsInAFailure() {
      // Given
      server
          .on(
              "/v2/storage/files/1",
              "{\"id\": 1, \"isSliced\": true, \"url\": \"BASE/manifest?X-Amz-Signature=presig\"}")
          .on("/manifest", request -> request.connection().close())
          .on(
              "/v2/storage/jobs/7",
              request ->
                  request
                      .response()
                      .setStatusCode(400)
                      .end(
                          "{\"error\": \"Token "
                              + StorageServer.TOKEN
                              + " is odd\", \"code\": \"x\"}"));
      StorageApi api = server.api();

      // When
      List<SluiceException> failures =
          List.of(
              failure(api.file(1, OptionalLong.empty()).chain(api::manifest)), failure(api.job(7)));

      // Then
      assertThat(failures)
          .allSatisfy(
              failure ->
                  assertThat(failure)
                      .satisfies(
                          f ->
                              assertThat(stackTrace(f))
                                  .doesNotContain("presig", StorageServer.TOKEN)));
      assertThat(failures.get(1)).hasMessageContaining("Token *** is odd");
    }

    private static String stackTrace(Throwable failure) {
      java.io.StringWriter text = new java.io.StringWriter();
      failure.printStackTrace(new java.io.PrintWriter(text));
      return text.toString();
    }
  }

  @Test
  @Holds(Fact.OTHER_HEADERS)
  void aCompressedAnswerIsUnderstood() {
    // Given
    server.on(
        "/v2/storage/jobs/7",
        request ->
            request
                .response()
                .putHeader("Content-Encoding", "gzip")
                .end(StorageServer.gzip("{\"id\": 7, \"status\": \"waiting\"}")));

    // When
    Job job = now(server.api().job(7));

    // Then
    assertThat(job.id()).isEqualTo(7);
    assertThat(server.heard().get(0).headers().get("accept-encoding")).contains("gzip");
  }

  @Test
  void anAnswerThatWouldFillTheMemoryIsRefused() {
    // Given
    String bomb = " ".repeat(1_000_001);
    server.on(
        "/v2/storage/jobs/7",
        request ->
            request.response().putHeader("Content-Encoding", "gzip").end(StorageServer.gzip(bomb)));

    // When
    SluiceException failure = failure(server.api().job(7));

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_PROTOCOL);
    assertThat(failure).hasMessageContaining("sluice.storage.max-answer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "", "7", "{\"id\":"})
  void anAnswerThatIsNotJsonCannotBeUnderstood(String body) {
    // Given
    server.on("/v2/storage/jobs/7", body);

    // When
    SluiceException failure = failure(server.api().job(7));

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_PROTOCOL);
    assertThat(failure).hasMessageContaining("sluice.connections.default.url");
  }

  @ParameterizedTest
  @ValueSource(strings = {"not json", "[]", "{}", "{\"entries\": [{\"mandatory\": true}]}"})
  void aManifestThatIsNoneCannotBeUnderstood(String text) {
    // Given
    server
        .on("/v2/storage/files/1", "{\"id\": 1, \"isSliced\": true, \"url\": \"BASE/manifest\"}")
        .on("/manifest", text);
    StorageApi api = server.api();

    // When
    SluiceException failure = failure(api.file(1, OptionalLong.empty()).chain(api::manifest));

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_PROTOCOL);
  }

  @ParameterizedTest
  @CsvSource({
    "404, SLICE_MISSING, 1",
    "403, CLOUD_ACCESS_REFUSED, 4",
    "400, CLOUD_ACCESS_REFUSED, 4",
    "503, CLOUD_UNAVAILABLE, 5"
  })
  void aManifestThatIsRefusedSaysHow(int status, ErrorCode code, int tries) {
    // Given
    server
        .on("/v2/storage/files/1", "{\"id\": 1, \"isSliced\": true, \"url\": \"BASE/manifest\"}")
        .on("/manifest", request -> request.response().setStatusCode(status).end("<Error/>"));
    StorageApi api = server.api();

    // When
    SluiceException failure = failure(api.file(1, OptionalLong.empty()).chain(api::manifest));

    // Then
    assertThat(failure.code()).isEqualTo(code);
    assertThat(server.heard()).hasSize(tries + 1);
  }

  private static <T> T now(Uni<T> uni) {
    return uni.await().atMost(SOON);
  }

  private static SluiceException failure(Uni<?> uni) {
    return catchThrowableOfType(SluiceException.class, () -> now(uni));
  }
}

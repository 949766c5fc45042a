package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.TableId;
import io.sluice.base.Timekeeper;
import io.sluice.base.VertxTimekeeper;
import io.sluice.cloud.RefreshingCredentials;
import io.sluice.cloud.SigningCloudRequests;
import io.sluice.cloud.SliceAddress;
import io.sluice.cloud.SystemHostResolver;
import io.sluice.cloud.TestCloudConfig;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.sluice.sandbox.SandboxServer;
import io.sluice.sandbox.config.SandboxConfig;
import io.sluice.sandbox.wire.Fault;
import io.sluice.sandbox.wire.FaultRule;
import io.sluice.sandbox.wire.RequestLog;
import io.sluice.storage.ExportOptions.DataType;
import io.sluice.storage.ExportOptions.Direction;
import io.sluice.storage.ExportOptions.Operator;
import io.sluice.storage.ExportOptions.OrderBy;
import io.sluice.storage.ExportOptions.WhereFilter;
import io.sluice.storage.connection.ConfiguredConnections;
import io.sluice.storage.response.NaturalOrder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The client against the sandbox. Each nested class is a section of storage-api.md, each test one
 * of its facts.
 */
class SandboxContractTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String BUCKET = "in.c-shop";
  private static final TableId CUSTOMERS = TableId.parse("in.c-shop.customers");
  private static final TableId ORDERS = TableId.parse("in.c-shop.orders");

  private static Vertx vertx;
  private static SandboxServer server;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    server =
        join(
            SandboxServer.start(
                vertx,
                SandboxConfig.of(
                    Map.of("job.waiting", "5ms", "job.processing", "5ms", "slices.rows", "5000"))));
  }

  @AfterAll
  static void stop() {
    join(server.close());
    join(vertx.close());
  }

  @BeforeEach
  void clear() {
    server.sandbox().faults().clear();
    server.sandbox().log().clear();
  }

  @Nested
  class Section1Starting {
    @Test
    @Holds(Fact.ACCEPTED)
    void theAnswerIs202WithAJob() {
      // Given
      StorageApi api = api("sandbox-aws");

      // When
      Job job = now(api.export(CUSTOMERS, OptionalLong.empty(), WholeTable.as(FileType.CSV)));

      // Then
      assertThat(job.id()).isPositive();
      assertThat(server.sandbox().log().entries())
          .singleElement()
          .satisfies(entry -> assertThat(entry.status()).isEqualTo(202));
    }

    @ParameterizedTest
    @EnumSource(Operator.class)
    @Holds(Fact.OPERATORS)
    void allSixOperatorsAndSeveralValuesAreTaken(Operator operator) {
      // Given
      ExportOptions options =
          filtered(new WhereFilter("city", operator, List.of("Brno"), Optional.empty()));

      // When
      Job job = ended(api("sandbox-aws"), CUSTOMERS, options);

      // Then
      assertThat(job.status()).isEqualTo(Job.Status.SUCCESS);
    }

    @Test
    @Holds({Fact.UNKNOWN_FIELDS, Fact.JSON_BODY})
    void everyDocumentedParameterIsTakenAndNoOtherIsSent() {
      // Given
      ExportOptions options =
          new ExportOptions(
              FileType.CSV,
              List.of("name", "id"),
              List.of(
                  new WhereFilter("id", Operator.GE, List.of("10"), Optional.of(DataType.INTEGER)),
                  new WhereFilter("city", Operator.NE, List.of("Brno", ""), Optional.empty())),
              List.of(new OrderBy("id", Direction.DESC, Optional.of(DataType.INTEGER))),
              Optional.of(Instant.parse("2020-01-01T00:00:00Z")),
              Optional.of(Instant.parse("2030-01-01T00:00:00Z")),
              OptionalLong.of(100));

      // When
      Job job = ended(api("sandbox-aws"), CUSTOMERS, options);

      // Then
      assertThat(job.status()).isEqualTo(Job.Status.SUCCESS);
    }

    @Test
    @Holds({Fact.MISSING_COLUMN, Fact.BAD_PARAMETERS, Fact.ERROR_BODY})
    void aColumnThatIsNotThereIsRefusedInTheApisWords() {
      // Given
      ExportOptions options =
          filtered(new WhereFilter("nope", Operator.EQ, List.of("1"), Optional.empty()));

      // When
      SluiceException failure =
          failure(api("sandbox-aws").export(CUSTOMERS, OptionalLong.empty(), options));

      // Then
      assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_REJECTED);
      assertThat(failure.upstream().code()).contains("storage.tables.validation.columnNotExists");
      assertThat(failure).hasMessageContaining("Column nope not found");
    }

    @Test
    @Holds(Fact.CACHE)
    void theSameExportOfAnUnchangedTableIsACacheHitWithTheSameFile() {
      // Given
      StorageApi api = api("sandbox-aws");
      ExportOptions options = WholeTable.as(FileType.PARQUET);
      Job first = ended(api, CUSTOMERS, options);

      // When
      Job second = ended(api, CUSTOMERS, options);

      // Then
      assertThat(second.fileId()).isEqualTo(first.fileId());
    }

    @Test
    @Holds({Fact.BRANCH_ADDRESS, Fact.BRANCH_FILE})
    void aBranchsFileIsReadInItsBranchAndItsJobIsNot() {
      // Given
      StorageApi api = api("sandbox-aws");
      OptionalLong branch = OptionalLong.of(server.sandbox().project("sandbox-aws").devBranch());
      Job job =
          ended(
              api,
              now(
                  api.export(
                      TableId.parse("in.c-shop.users"), branch, WholeTable.as(FileType.PARQUET))));

      // When
      FileDetail file = now(api.file(job.fileId().orElseThrow(), branch));

      // Then
      assertThat(file.sliced()).isTrue();
      SluiceException plain = failure(api.file(job.fileId().orElseThrow(), OptionalLong.empty()));
      assertThat(plain.code()).isEqualTo(ErrorCode.STORAGE_NOT_FOUND);
    }

    @Test
    @Holds(Fact.BRANCH_WITHOUT_TABLE)
    void aTableThatItsBranchDoesNotHaveIsMissingThere() {
      // Given
      StorageApi api = api("sandbox-aws");
      long branch = server.sandbox().project("sandbox-aws").devBranch();

      // When
      SluiceException failure = failure(api.table(CUSTOMERS, OptionalLong.of(branch)));

      // Then
      assertThat(failure.code()).isEqualTo(ErrorCode.TABLE_NOT_FOUND);
      assertThat(failure).hasMessageContaining("in branch " + branch);
    }

    @Test
    @Holds({Fact.TOKEN_HEADER, Fact.RUN_ID, Fact.OTHER_HEADERS})
    void theHeadersOfEveryRequestAreTheTokenTheRunIdAndAName() {
      // Given
      StorageApi api = api("sandbox-aws").withRunId("0193-export");

      // When
      now(api.export(CUSTOMERS, OptionalLong.empty(), WholeTable.as(FileType.CSV)));

      // Then
      RequestLog.Entry entry = server.sandbox().log().entries().get(0);
      assertThat(entry.headers().get("X-StorageApi-Token")).isEqualTo("sandbox-aws");
      assertThat(entry.headers().get("X-KBC-RunId")).isEqualTo("0193-export");
      assertThat(entry.headers().get("User-Agent")).isEqualTo("Sluice/test");
      assertThat(entry.headers().get("Accept-Encoding")).contains("gzip");
    }
  }

  @Nested
  class Section2Jobs {
    @Test
    @Holds({Fact.JOB_ERROR, Fact.JOB_FAILURE})
    void aFailedJobTellsItsMessageAndExceptionId() {
      // Given
      StorageApi api = api("sandbox-aws");

      // When
      Job job = ended(api, TableId.parse("in.c-shop.broken"), WholeTable.as(FileType.CSV));

      // Then
      assertThat(job.status()).isEqualTo(Job.Status.ERROR);
      assertThat(job.error())
          .hasValueSatisfying(
              error -> {
                assertThat(error.message()).asString().contains("Division by zero");
                assertThat(error.exceptionId()).isPresent();
              });
    }
  }

  @Nested
  class Section3And4FilesAndManifests {
    @ParameterizedTest
    @CsvSource({"sandbox-aws, s3", "sandbox-gcp, gs", "sandbox-azure, azure"})
    @Holds({
      Fact.ALWAYS_SLICED,
      Fact.ENTRY_SCHEMES,
      Fact.S3_REQUEST,
      Fact.GCS_REQUEST,
      Fact.AZURE_REQUEST,
      Fact.TOKEN_STAYS_HOME,
      Fact.GZIP_BY_NAME
    })
    void aFileIsSlicedAndItsSlicesOpenWithWhatWasLent(String token, String scheme) {
      // Given
      StorageApi api = api(token);
      FileDetail file = exported(api, CUSTOMERS, FileType.CSV);

      // When
      Manifest manifest = now(api.manifest(file));

      // Then
      assertThat(file.sliced()).isTrue();
      assertThat(file.sizeBytes().orElse(0)).isPositive();
      assertThat(manifest.slices()).hasSize(4);
      assertThat(manifest.slices())
          .allSatisfy(slice -> assertThat(slice.value()).startsWith(scheme + "://"))
          .allSatisfy(slice -> assertThat(slice.name()).endsWith(".csv.gz"))
          .allSatisfy(slice -> assertThat(status(file, slice)).isEqualTo(200));
      assertThat(server.sandbox().log().leaks()).isEmpty();
    }

    @Test
    @Holds(Fact.ENTRY_ORDER)
    void slicesComeInNaturalOrderWhateverTheManifestsOrder() {
      // Given
      StorageApi api = api("sandbox-aws");
      FileDetail file = exported(api, ORDERS, FileType.CSV);

      // When
      Manifest manifest = now(api.manifest(file));

      // Then
      assertThat(manifest.slices()).hasSize(40);
      assertThat(manifest.slices())
          .extracting(SliceAddress::value)
          .isSortedAccordingTo(new NaturalOrder());
    }

    @Test
    @Holds(Fact.EMPTY_SNOWFLAKE)
    void anEmptyResultHasAManifestWithoutEntries() {
      // Given
      StorageApi api = api("sandbox-aws");
      FileDetail file = exported(api, TableId.parse("in.c-shop.empty"), FileType.CSV);

      // When
      Manifest manifest = now(api.manifest(file));

      // Then
      assertThat(manifest.slices()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Fault.Hostility.class)
    @Holds(Fact.UNDER_PREFIX)
    void anEntryThatLeadsAstrayIsRefused(Fault.Hostility hostility) {
      // Given
      StorageApi api = api("sandbox-aws");
      FileDetail file = exported(api, CUSTOMERS, FileType.CSV);
      server
          .sandbox()
          .faults()
          .add(FaultRule.always("/s3/**manifest", new Fault.HostileManifest(hostility)));

      // When
      SluiceException failure = failure(api.manifest(file));

      // Then
      assertThat(failure.code()).isEqualTo(ErrorCode.SLICE_ADDRESS_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sandbox-aws", "sandbox-gcp", "sandbox-azure"})
    @Holds(Fact.FORBIDDEN_AT_FIRST)
    void aFreshAddressThatIsRefusedAtFirstIsTriedAgain(String token) {
      // Given
      StorageApi api = api(token);
      FileDetail file = exported(api, CUSTOMERS, FileType.CSV);
      server
          .sandbox()
          .faults()
          .add(FaultRule.always("/**manifest", new Fault.Status(403, Optional.empty())).times(2));

      // When
      Manifest manifest = now(api.manifest(file));

      // Then
      assertThat(manifest.slices()).isNotEmpty();
    }
  }

  @Nested
  class Section6Parquet {
    private static final TableId WITH_TIME_ZONE = TableId.parse("in.c-shop.events_tz");

    @Test
    void aColumnWithATimeZoneKeepsATableFromParquetAndIsFoundInItsDetail() {
      // Given
      Table table = now(api("sandbox-aws").table(WITH_TIME_ZONE, OptionalLong.empty()));

      // When
      Optional<Table.Column> obstacle = ParquetSupport.obstacle(table, List.of());

      // Then
      assertThat(obstacle).map(Table.Column::name).contains("happened_at");
    }

    @Test
    void withoutThatColumnTheTableCanBeParquet() {
      // Given
      Table table = now(api("sandbox-aws").table(WITH_TIME_ZONE, OptionalLong.empty()));

      // When
      Optional<Table.Column> obstacle = ParquetSupport.obstacle(table, List.of("id", "kind"));

      // Then
      assertThat(obstacle).isEmpty();
    }

    @Test
    @Holds(Fact.PARQUET_ZONES)
    void theFailureOfSuchAJobAsksForCsv() {
      // Given
      StorageApi api = api("sandbox-aws");

      // When
      Job job = ended(api, WITH_TIME_ZONE, WholeTable.as(FileType.PARQUET));

      // Then
      assertThat(job.error())
          .hasValueSatisfying(e -> assertThat(ParquetSupport.asksForCsv(e)).isTrue());
    }

    @Test
    void anotherFailureDoesNot() {
      // Given
      StorageApi api = api("sandbox-aws");

      // When
      Job job = ended(api, TableId.parse("in.c-shop.broken"), WholeTable.as(FileType.PARQUET));

      // Then
      assertThat(job.error())
          .hasValueSatisfying(e -> assertThat(ParquetSupport.asksForCsv(e)).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sandbox-aws", "sandbox-gcp-bigquery"})
    void parquetSlicesAreNamedSoOnBothBackends(String token) {
      // Given
      StorageApi api = api(token);
      FileDetail file = exported(api, CUSTOMERS, FileType.PARQUET);

      // When
      Manifest manifest = now(api.manifest(file));

      // Then
      assertThat(manifest.slices())
          .isNotEmpty()
          .allSatisfy(slice -> assertThat(slice.name()).endsWith(".parquet"))
          .allSatisfy(slice -> assertThat(status(file, slice)).isEqualTo(200));
    }
  }

  @Nested
  class Section7Errors {
    @Test
    @Holds(Fact.BAD_TOKEN)
    void aBadTokenIsUnauthorized() {
      // Given
      StorageApi api = api("not-a-token");

      // When
      SluiceException failure = failure(api.project());

      // Then
      assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_UNAUTHORIZED);
      assertThat(failure.upstream().code()).contains("storage.tokenInvalid");
      assertThat(failure).hasMessageContaining("sluice.connections.default.token");
      assertThat(failure.getMessage()).doesNotContain("not-a-token");
    }

    @Test
    @Holds(Fact.NO_RIGHT)
    void withoutTheRightToReadItIsForbidden() {
      // Given
      StorageApi api = api("sandbox-aws-stranger");

      // When
      SluiceException failure = failure(api.table(CUSTOMERS, OptionalLong.empty()));

      // Then
      assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_FORBIDDEN);
      assertThat(failure.upstream().code()).contains("accessDenied");
    }

    @ParameterizedTest
    @CsvSource({
      "in.c-shop.nothing, storage.tables.notFound",
      "in.c-nowhere.orders, storage.buckets.notFound"
    })
    @Holds({Fact.NO_TABLE, Fact.NO_BUCKET})
    void aMissingTableOrBucketIsToldAsAMissingTable(String table, String code) {
      // Given
      StorageApi api = api("sandbox-aws");

      // When
      SluiceException failure =
          failure(
              api.export(TableId.parse(table), OptionalLong.empty(), WholeTable.as(FileType.CSV)));

      // Then
      assertThat(failure.code()).isEqualTo(ErrorCode.TABLE_NOT_FOUND);
      assertThat(failure.upstream().code()).contains(code);
      assertThat(failure.upstream().exceptionId()).isPresent();
    }

    @Test
    @Holds(Fact.MISSING_FILE)
    void aMissingFileIsNotFound() {
      // Given
      StorageApi api = api("sandbox-aws");

      // When
      SluiceException failure = failure(api.file(1, OptionalLong.empty()));

      // Then
      assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_NOT_FOUND);
      assertThat(failure.upstream().code()).contains("storage.files.notFound");
    }

    @Test
    @Holds(Fact.ONE_IN_FIVE)
    void withOneRequestInFiveFailingAtRandomEveryExportSucceeds() {
      // Given
      server.sandbox().faults().add(FaultRule.always("/**", new Fault.Assorted()).probability(0.2));
      StorageApi api = api("sandbox-aws");

      // When
      List<Manifest> manifests =
          java.util.stream.IntStream.range(0, 50)
              .mapToObj(i -> now(api.manifest(exported(api, CUSTOMERS, FileType.CSV))))
              .toList();

      // Then
      assertThat(server.sandbox().faults().hits()).isPositive();
      assertThat(manifests).allSatisfy(manifest -> assertThat(manifest.slices()).hasSize(4));
    }
  }

  @Nested
  class Section8Discovery {
    @Test
    void theTokenTellsItsProjectAndHowManyJobsRunAtOnce() {
      // Given
      StorageApi api = api("sandbox-aws");

      // When
      StorageApi.Project project = now(api.project());

      // Then
      assertThat(project.backend()).isEqualTo("snowflake");
      assertThat(project.region()).isEqualTo("us-east-1");
      assertThat(project.jobsParallelism()).isEqualTo(10);
    }

    @Test
    void bucketsAreListed() {
      // Given
      StorageApi api = api("sandbox-aws");

      // When
      List<StorageApi.Bucket> buckets = now(api.buckets());

      // Then
      assertThat(buckets).extracting(StorageApi.Bucket::id).contains(BUCKET);
    }

    @Test
    void tablesOfABucketAreListedWithTheirColumns() {
      // Given
      StorageApi api = api("sandbox-aws");

      // When
      List<Table> tables = now(api.tables(Optional.of(new BucketId(BUCKET))));

      // Then
      assertThat(tables)
          .extracting(Table::id)
          .contains("in.c-shop.orders", "in.c-shop.customers", "in.c-shop.empty");
      assertThat(tables).allSatisfy(table -> assertThat(table.columns()).isNotEmpty());
    }

    @ParameterizedTest
    @CsvSource({"orders, false", "customers, true"})
    void declaredTypesComeFromTheDefinitionOrFromMetadata(String name, boolean typed) {
      // Given
      StorageApi api = api("sandbox-aws");

      // When
      Table table = now(api.table(TableId.parse("in.c-shop." + name), OptionalLong.empty()));

      // Then
      assertThat(table.typed()).isEqualTo(typed);
      assertThat(table.primaryKey()).containsExactly("id");
      assertThat(table.columns().get(0))
          .isEqualTo(
              new Table.Column(
                  "id", Optional.of("INTEGER"), Optional.of("NUMBER"), Optional.of("38,0"), false));
    }
  }

  @Nested
  class Section9Expiry {
    @ParameterizedTest
    @ValueSource(strings = {"sandbox-aws", "sandbox-gcp", "sandbox-azure"})
    @Holds({Fact.RENEWAL, Fact.EXPIRY_S3, Fact.EXPIRY_GCS, Fact.EXPIRY_AZURE})
    void whatHasEndedIsRenewedByAskingForTheFileAgain(String token) {
      // Given
      StorageApi api = api(token);
      FileDetail file = exported(api, CUSTOMERS, FileType.CSV);
      SliceAddress slice = now(api.manifest(file)).slices().get(0);
      server.sandbox().expireCredentials();
      int refused = status(file, slice);
      RefreshingCredentials source =
          new RefreshingCredentials(
              file.access(),
              () -> api.file(file.id(), OptionalLong.empty()).map(FileDetail::access),
              timekeeper(),
              Duration.ofMinutes(5));

      // When
      var renewed = now(source.replace(file.access()));

      // Then
      assertThat(refused).isIn(400, 401, 403);
      assertThat(CloudFetch.status(vertx, requests(), renewed, slice)).isEqualTo(200);
    }
  }

  private static StorageApi api(String token) {
    return new ConfiguredConnections(
            TestConnections.of("default", server.baseUri().toString(), token),
            TestStorageConfig.quick().retrying(12, Duration.ofSeconds(60)),
            requests(),
            timekeeper(),
            vertx,
            "test")
        .get("default");
  }

  private static SigningCloudRequests requests() {
    return new SigningCloudRequests(
        TestCloudConfig.servedBy(server.baseUri().toString()),
        new SystemHostResolver(vertx),
        timekeeper());
  }

  private static Timekeeper timekeeper() {
    return new VertxTimekeeper(vertx);
  }

  private static int status(FileDetail file, SliceAddress slice) {
    return CloudFetch.status(vertx, requests(), file.access(), slice);
  }

  private static ExportOptions filtered(WhereFilter filter) {
    return new ExportOptions(
        FileType.CSV,
        List.of(),
        List.of(filter),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty());
  }

  private static FileDetail exported(StorageApi api, TableId table, FileType type) {
    Job job = ended(api, table, WholeTable.as(type));
    return now(api.file(job.fileId().orElseThrow(), OptionalLong.empty()));
  }

  private static Job ended(StorageApi api, TableId table, ExportOptions options) {
    return ended(api, now(api.export(table, OptionalLong.empty(), options)));
  }

  private static Job ended(StorageApi api, Job started) {
    return now(
        api.job(started.id())
            .onItem()
            .delayIt()
            .by(Duration.ofMillis(10))
            .repeat()
            .until(job -> job.status().ended())
            .collect()
            .last()
            .chain(last -> api.job(started.id())));
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static <T> T now(Uni<T> uni) {
    return uni.await().atMost(SOON);
  }

  private static SluiceException failure(Uni<?> uni) {
    return catchThrowableOfType(SluiceException.class, () -> now(uni));
  }
}

package io.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.sluice.sandbox.data.SampleTables;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What opens a slice and what does not (storage-api.md 3, 4, 9, 12.2). */
class CloudsTest {
  @RegisterExtension
  static final SandboxExtension SANDBOX =
      SandboxExtension.with(
          Map.of("job.waiting", "0s", "job.processing", "0s", "slices.rows", "6000"));

  @TempDir Path directory;

  @BeforeEach
  void forget() {
    SANDBOX.sandbox().log().clear();
  }

  @ParameterizedTest
  @CsvSource({
    "sandbox-aws, csv", "sandbox-aws, parquet",
    "sandbox-gcp, csv", "sandbox-gcp, parquet",
    "sandbox-azure, csv", "sandbox-azure, parquet",
    "sandbox-gcp-bigquery, parquet"
  })
  @Holds({
    Fact.ENTRY_SCHEMES,
    Fact.S3_REQUEST,
    Fact.GCS_REQUEST,
    Fact.AZURE_REQUEST,
    Fact.NO_EXTRA_HEADERS
  })
  void aTableArrivesFromEachCloudWithExactlyItsRows(String token, String type) throws Exception {
    // Given
    SandboxCaller caller = SANDBOX.caller(token);

    // When
    JsonObject job =
        caller.export("in.c-shop.blanks", new JsonObject().put("gzip", true).put("fileType", type));

    // Then
    List<Path> slices = caller.download(caller.file(job), directory);
    List<String> columns = SampleTables.BLANKS.columnNames();
    String source = type.equals("csv") ? DuckDb.csv(slices, columns) : DuckDb.parquet(slices);
    assertThat(DuckDb.rows("SELECT * FROM " + source + " ORDER BY CAST(id AS BIGINT)"))
        .isEqualTo(SampleTables.BLANKS.rows().map(Arrays::asList).toList());
    assertThat(SANDBOX.sandbox().log().leaks()).isEmpty();
  }

  @Test
  @Holds(Fact.GCS_REQUEST)
  void theJsonApiOfGoogleCloudStorageGivesTheSameBytes() throws Exception {
    // Given
    SandboxCaller caller = SANDBOX.caller("sandbox-gcp");
    JsonObject file = caller.file(caller.export("in.c-shop.users", new JsonObject()));
    String entry = caller.entries(file).get(0);
    JsonObject path = file.getJsonObject("gcsPath");
    String key = entry.substring(("gs://" + path.getString("bucket") + "/").length());
    URI json =
        URI.create(
            "%s/gcs/storage/v1/b/%s/o/%s?alt=media"
                .formatted(SANDBOX.baseUri(), path.getString("bucket"), key.replace("/", "%2F")));

    // When
    HttpResponse<byte[]> answer =
        caller.bytes(
            HttpRequest.newBuilder(json)
                .header(
                    "Authorization",
                    "Bearer " + file.getJsonObject("gcsCredentials").getString("access_token")));

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(caller.bytes(caller.slice(file, entry)).body());
  }

  @ParameterizedTest
  @CsvSource({
    "sandbox-aws, credentials, s3Path",
    "sandbox-gcp, gcsCredentials, gcsPath",
    "sandbox-azure, absCredentials, absPath"
  })
  @Holds({
    Fact.FEDERATION_TOKEN,
    Fact.AWS_CREDENTIALS,
    Fact.GCP_CREDENTIALS,
    Fact.AZURE_CREDENTIALS
  })
  void credentialsComeOnlyToWhoAsksForThem(String token, String credentials, String path) {
    // Given
    SandboxCaller caller = SANDBOX.caller(token);
    JsonObject job = caller.export("in.c-shop.users", new JsonObject());
    long id = job.getJsonObject("results").getJsonObject("file").getLong("id");

    // When
    JsonObject file = new JsonObject(caller.get("/v2/storage/files/" + id).body());

    // Then
    assertThat(file.fieldNames()).contains("url").doesNotContain(credentials, path);
    assertThat(caller.file(job).fieldNames()).contains("url", credentials, path);
  }

  @ParameterizedTest
  @CsvSource({
    "sandbox-aws, 403, 400, ExpiredToken",
    "sandbox-gcp, 401, 401, AuthenticationRequired",
    "sandbox-azure, 404, 403, AuthenticationFailed"
  })
  @Holds({
    Fact.EXPIRY_S3,
    Fact.EXPIRY_GCS,
    Fact.EXPIRY_AZURE,
    Fact.RENEWAL,
    Fact.OLD_STAY_DEAD,
    Fact.UNSIGNED_REFUSED,
    Fact.CLOUD_ERRORS
  })
  void whatWasLentEndsAndANewFileDetailOpensAgain(
      String token, int withoutAny, int expired, String code) throws Exception {
    // Given
    SandboxCaller caller = SANDBOX.caller(token);
    JsonObject job = caller.export("in.c-shop.users", new JsonObject());
    JsonObject file = caller.file(job);
    String entry = caller.entries(file).get(0);
    URI bare =
        URI.create(caller.slice(file, entry).build().uri().toString().replaceAll("\\?.*", ""));

    // When
    SANDBOX.sandbox().expireCredentials();

    // Then
    HttpResponse<String> refused = caller.text(caller.slice(file, entry));
    assertThat(refused.statusCode()).isEqualTo(expired);
    assertThat(refused.body()).contains(code);
    assertThat(caller.text(HttpRequest.newBuilder(bare)).statusCode()).isEqualTo(withoutAny);
    assertThat(manifest(caller, file).statusCode()).isIn(400, 403);
    JsonObject renewed = caller.file(job);
    assertThat(caller.bytes(caller.slice(renewed, entry)).statusCode()).isEqualTo(200);
    assertThat(caller.entries(renewed)).isNotEmpty();
    assertThat(caller.bytes(caller.slice(file, entry)).statusCode()).isEqualTo(expired);
  }

  private static HttpResponse<String> manifest(SandboxCaller caller, JsonObject file) {
    return caller.text(HttpRequest.newBuilder(URI.create(file.getString("url"))));
  }

  @Test
  @Holds({Fact.S3_REQUEST, Fact.ONLY_OWN_PREFIX})
  void aSignatureOverAnotherKeyRegionOrTokenIsRefused() {
    // Given
    SandboxCaller caller = SANDBOX.caller("sandbox-aws");
    JsonObject file = caller.file(caller.export("in.c-shop.users", new JsonObject()));
    JsonObject lent = file.getJsonObject("credentials");
    String url = SANDBOX.baseUri() + "/s3/" + caller.entries(file).get(0).substring(5);
    String id = lent.getString("AccessKeyId");
    String secret = lent.getString("SecretAccessKey");
    String session = lent.getString("SessionToken");

    // When
    List<HttpResponse<String>> answers =
        List.of(
            caller.text(SandboxCaller.s3(url, id, "wrong" + secret, session)),
            caller.text(SandboxCaller.s3(url, id, secret, "wrong" + session)),
            caller.text(SandboxCaller.s3(url, "ASIAWRONG", secret, session)),
            caller.text(SandboxCaller.s3(url.replace("/1001/", "/1002/"), id, secret, session)));

    // Then
    assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(403, 400, 403, 403);
    assertThat(answers.get(0).body()).contains("SignatureDoesNotMatch");
    assertThat(answers.get(1).body()).contains("InvalidToken");
    assertThat(answers.get(2).body()).contains("InvalidAccessKeyId");
    assertThat(answers.get(3).body()).contains("AccessDenied");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sandbox-aws", "sandbox-gcp", "sandbox-azure"})
  @Holds(Fact.STORAGE_TOKEN_REFUSED)
  void aStorageTokenAtACloudIsRefusedAndRemembered(String token) {
    // Given
    SandboxCaller caller = SANDBOX.caller(token);
    JsonObject file = caller.file(caller.export("in.c-shop.users", new JsonObject()));
    String entry = caller.entries(file).get(0);

    // When
    HttpResponse<String> answer =
        caller.text(caller.slice(file, entry).header("X-StorageApi-Token", token));

    // Then
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(SANDBOX.sandbox().log().leaks()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sandbox-aws", "sandbox-gcp", "sandbox-azure"})
  void aRangeIsGivenUnderTheSameEtagAndRefusedUnderAnother(String token) throws Exception {
    // Given
    SandboxCaller caller = SANDBOX.caller(token);
    JsonObject file = caller.file(caller.export("in.c-shop.customers", new JsonObject()));
    String entry = caller.entries(file).get(0);
    HttpResponse<byte[]> whole = caller.bytes(caller.slice(file, entry));
    String etag = whole.headers().firstValue("ETag").orElseThrow();

    // When
    HttpResponse<byte[]> rest =
        caller.bytes(
            caller.slice(file, entry).header("Range", "bytes=100-").header("If-Match", etag));

    // Then
    assertThat(rest.statusCode()).isEqualTo(206);
    assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(whole.body(), 100, whole.body().length));
    assertThat(caller.text(caller.slice(file, entry).header("If-Match", "\"other\"")).statusCode())
        .isEqualTo(412);
    assertThat(
            caller.text(caller.slice(file, entry).header("Range", "bytes=99999999-")).statusCode())
        .isEqualTo(416);
  }

  @ParameterizedTest
  @CsvSource({
    "sandbox-aws, s3Path, key",
    "sandbox-gcp, gcsPath, key",
    "sandbox-azure, absPath, name"
  })
  @Holds({Fact.MANIFEST_KEY, Fact.MANIFEST_IDENTICAL, Fact.MANIFEST_URL})
  void theManifestIsOneObjectBehindTheKeyOfTheSlicesWhoeverAsksHowever(
      String token, String path, String name) {
    // Given
    SandboxCaller caller = SANDBOX.caller(token);
    JsonObject job = caller.export("in.c-shop.users", new JsonObject());
    JsonObject file = caller.file(job);
    String key = file.getJsonObject(path).getString(name);
    String entry = caller.entries(file).get(0);
    String manifest = entry.substring(0, entry.indexOf(key) + key.length()) + "manifest";

    // When
    String byKey = caller.text(caller.slice(file, manifest)).body();

    // Then
    JsonObject plain = new JsonObject(caller.get("/v2/storage/files/" + file.getLong("id")).body());
    assertThat(byKey)
        .isEqualTo(manifest(caller, file).body())
        .isEqualTo(manifest(caller, plain).body())
        .contains("entries");
  }

  @ParameterizedTest
  @CsvSource({
    "sandbox-aws, credentials, Expiration, X-Amz-Expires=3600",
    "sandbox-azure, absCredentials, expiration, se="
  })
  @Holds({Fact.CREDENTIALS_LIFE, Fact.URL_LIFE})
  void credentialsLiveTwelveHoursAndAnAddressOne(
      String token, String credentials, String field, String address) {
    // Given
    SandboxCaller caller = SANDBOX.caller(token);
    JsonObject job = caller.export("in.c-shop.users", new JsonObject());

    // When
    JsonObject file = caller.file(job);

    // Then
    assertThat(OffsetDateTime.parse(file.getJsonObject(credentials).getString(field)).toInstant())
        .isCloseTo(Instant.now().plus(Duration.ofHours(12)), within(1, ChronoUnit.MINUTES));
    assertThat(file.getString("url")).contains(address);
  }

  @Test
  @Holds({Fact.GCP_LIFE, Fact.URL_LIFE})
  void googlesTokenLivesAnHourAndComesWithNothingToRefreshIt() {
    // Given
    SandboxCaller caller = SANDBOX.caller("sandbox-gcp");
    JsonObject job = caller.export("in.c-shop.users", new JsonObject());

    // When
    JsonObject file = caller.file(job);

    // Then
    assertThat(file.getJsonObject("gcsCredentials").fieldNames())
        .containsExactlyInAnyOrder("access_token", "expires_in", "token_type", "projectId");
    assertThat(file.getJsonObject("gcsCredentials").getInteger("expires_in")).isEqualTo(3599);
    assertThat(file.getString("url")).contains("X-Goog-Expires=3600");
  }
}

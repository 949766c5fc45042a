package io.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.sluice.sandbox.wire.Fault;
import io.sluice.sandbox.wire.Fault.Hostility;
import io.sluice.sandbox.wire.FaultRule;
import io.sluice.sandbox.wire.RequestLog;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers that go wrong when told to (storage-api.md 12.2, no. 10). */
class FaultsTest {
  private static final String SLICES = "/s3/**";

  @RegisterExtension
  static final SandboxExtension SANDBOX =
      SandboxExtension.with(Map.of("job.waiting", "0s", "job.processing", "0s"));

  private SandboxCaller caller;
  private JsonObject file;
  private String entry;
  private byte[] whole;

  @BeforeEach
  void download() throws Exception {
    SANDBOX.sandbox().faults().clear();
    caller = SANDBOX.caller("sandbox-aws");
    file = caller.file(caller.export("in.c-shop.customers", new JsonObject()));
    entry = caller.entries(file).get(0);
    whole = caller.bytes(caller.slice(file, entry)).body();
    SANDBOX.sandbox().log().clear();
  }

  private void arm(FaultRule rule) {
    SANDBOX.sandbox().faults().add(rule);
  }

  private HttpResponse<byte[]> slice() throws IOException {
    return caller.bytes(caller.slice(file, entry));
  }

  @Test
  @Holds({Fact.RATE_LIMIT, Fact.FAULTS_ON_DEMAND})
  void aStatusComesWithItsRetryAfterAndOnlyAsOftenAsAsked() {
    // Given
    arm(
        FaultRule.always("/v2/storage/*", new Fault.Status(429, Optional.of("7")))
            .skip(1)
            .times(2));

    // When
    List<HttpResponse<String>> answers =
        List.of(
            caller.get("/v2/storage/tables"),
            caller.get("/v2/storage/tables"),
            caller.get("/v2/storage/tables"),
            caller.get("/v2/storage/tables"));

    // Then
    assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(200, 429, 429, 200);
    assertThat(answers.get(1).headers().firstValue("Retry-After")).contains("7");
  }

  @Test
  @Holds({Fact.MAINTENANCE, Fact.FAULTS_ON_DEMAND})
  void maintenanceHasItsOwnBody() {
    // Given
    arm(FaultRule.once("/v2/**", new Fault.Maintenance(Optional.of("30"))));

    // When
    HttpResponse<String> answer = caller.get("/v2/storage/tokens/verify");

    // Then
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("\"status\":\"maintenance\"", "estimatedEndTime");
  }

  @Test
  @Holds(Fact.FAULTS_ON_DEMAND)
  void aCutConnectionHasSentExactlyTheBytesBeforeTheCut() {
    // Given
    arm(FaultRule.once(SLICES, new Fault.Cut(50_000)));

    // When
    assertThatThrownBy(this::slice).isInstanceOf(IOException.class);

    // Then
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(SANDBOX.sandbox().log().under("/s3/"))
                    .filteredOn(request -> !request.fault().isEmpty())
                    .extracting(RequestLog.Entry::bytesSent)
                    .containsExactly(50_000L));
  }

  @Test
  void aStallHoldsTheBodyBack() throws Exception {
    // Given
    arm(FaultRule.once(SLICES, new Fault.Stall(1_000, Duration.ofMillis(300))));
    long start = System.nanoTime();

    // When
    byte[] body = slice().body();

    // Then
    assertThat(body).isEqualTo(whole);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
  }

  @Test
  void aDripComesAtItsRate() throws Exception {
    // Given
    arm(FaultRule.once(SLICES, new Fault.Drip(whole.length * 2L)));
    long start = System.nanoTime();

    // When
    byte[] body = slice().body();

    // Then
    assertThat(body).isEqualTo(whole);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(300));
  }

  @Test
  @Holds(Fact.FAULTS_ON_DEMAND)
  void aTruncatedBodyAgreesWithItsContentLength() throws Exception {
    // Given
    arm(FaultRule.once(SLICES, new Fault.Truncate(10)));

    // When
    byte[] body = slice().body();

    // Then
    assertThat(body).isEqualTo(Arrays.copyOf(whole, whole.length - 10));
  }

  @Test
  @Holds(Fact.FAULTS_ON_DEMAND)
  void aWrongContentLengthBreaksTheDownload() {
    // Given
    arm(FaultRule.once(SLICES, new Fault.WrongLength(10)));

    // When
    assertThatThrownBy(this::slice).isInstanceOf(IOException.class);

    // Then
    assertThat(SANDBOX.sandbox().faults().hits()).isEqualTo(1);
  }

  @Test
  void oneByteIsAnother() throws Exception {
    // Given
    arm(FaultRule.once(SLICES, new Fault.Corrupt(20_000)));

    // When
    byte[] body = slice().body();

    // Then
    assertThat(Arrays.mismatch(body, whole)).isEqualTo(20_000);
    assertThat(body).hasSameSizeAs(whole);
  }

  @Test
  void aChangedEtagFailsAConditionalRequest() {
    // Given
    arm(FaultRule.once(SLICES, new Fault.ChangedEtag()));

    // When
    HttpResponse<String> answer =
        caller.text(caller.slice(file, entry).header("If-Match", "\"whatever\""));

    // Then
    assertThat(answer.statusCode()).isEqualTo(412);
  }

  @Test
  void aRangeMayBeIgnored() throws Exception {
    // Given
    arm(FaultRule.once(SLICES, new Fault.IgnoreRange()));

    // When
    HttpResponse<byte[]> answer =
        caller.bytes(caller.slice(file, entry).header("Range", "bytes=5-"));

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(whole);
  }

  @Test
  @Holds({Fact.FORBIDDEN_AT_FIRST, Fact.FAULTS_ON_DEMAND})
  void aYoungFileMayBeForbidden() throws Exception {
    // Given
    arm(FaultRule.always(SLICES, new Fault.ForbiddenAtFirst(Duration.ofHours(1))));

    // When
    HttpResponse<byte[]> answer = slice();

    // Then
    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @EnumSource(Hostility.class)
  void aManifestMayLeadAstray(Hostility hostility) {
    // Given
    arm(FaultRule.once("/s3/**manifest", new Fault.HostileManifest(hostility)));

    // When
    List<String> entries = caller.entries(file);

    // Then
    assertThat(entries).hasSize(1).doesNotContain(entry);
  }

  @Test
  void aJobMayShowAStatusThatNobodyDocumented() {
    // Given
    arm(FaultRule.once("/v2/storage/jobs/*", new Fault.OddJob("resting")));
    JsonArray jobs = new JsonArray(caller.get("/v2/storage/jobs").body());
    long job = jobs.getJsonObject(0).getLong("id");

    // When
    String body = caller.get("/v2/storage/jobs/" + job).body();

    // Then
    assertThat(body).contains("\"status\":\"resting\"", "\"results\":[]");
  }

  @Test
  @Holds(Fact.FAULTS_ON_DEMAND)
  void faultsAreArmedListedAndEndedOverHttp() {
    // Given
    String rule =
        "{\"path\":\"/v2/**\",\"fault\":\"status\",\"status\":502,\"times\":1,\"method\":\"GET\"}";

    // When
    HttpResponse<String> armed = caller.post("/faults", "application/json", rule);

    // Then
    assertThat(armed.statusCode()).isEqualTo(200);
    assertThat(caller.get("/v2/storage/tables").statusCode()).isEqualTo(502);
    assertThat(caller.get("/faults").body()).contains("\"hits\":1");
    assertThat(caller.delete("/faults").statusCode()).isEqualTo(204);
    assertThat(caller.get("/faults").body()).isEqualTo("{\"faults\":[]}");
    assertThat(caller.get("/requests").body())
        .contains("\"status\":502")
        .doesNotContain("sandbox-aws");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"fault\":\"cut\"} | must begin with a slash",
        "{\"path\":\"/x\"} | there are [assorted, changedEtag, corrupt, cut,",
        "{\"path\":\"/x\",\"fault\":\"cut\",\"aftrBytes\":1} | has no 'aftrBytes'; it has [afterBytes, fault,",
        "{\"path\":\"/x\",\"fault\":\"hostileManifest\"} | must be one of [foreign_bucket,",
        "{\"path\":\"/x\",\"fault\":\"cut\",\"afterBytes\":\"many\"} | A rule is a JSON object",
        "nonsense | A rule is a JSON object",
        "'' | must begin with a slash"
      })
  void aRuleThatIsNoneIsRefusedWithWhatThereIs(String rule, String reason) {
    // When
    HttpResponse<String> answer = caller.post("/faults", "application/json", rule);

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(answer.body()).getString("error").replace('"', '\''))
        .contains(reason);
    assertThat(SANDBOX.sandbox().faults().list()).isEmpty();
  }

  @Test
  void aShareOfAllRequestsFails() {
    // Given
    arm(FaultRule.always("/v2/**", new Fault.Status(503, Optional.empty())).probability(0.2));

    // When
    for (int i = 0; i < 200; i++) {
      caller.get("/v2/storage");
    }

    // Then
    assertThat(SANDBOX.sandbox().faults().hits()).isBetween(15, 70);
  }
}

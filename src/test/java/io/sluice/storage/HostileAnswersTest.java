package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.LogCapture;
import io.sluice.RawAnswer;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.TableId;
import io.smallrye.mutiny.Uni;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that repeat secrets, would fill the memory, or would double rows. */
class HostileAnswersTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String FILE =
      """
      {"id": 1, "isSliced": true, "url": "BASE/manifest?sig=signature-of-the-manifest",
       "s3Path": {"bucket": "files", "key": "exp/1.csv"}, "region": "eu-central-1",
       "credentials": {"AccessKeyId": "AKIALENTKEY", "SecretAccessKey": "lent/secret+key",
                       "SessionToken": "lent-session=="}}
      """;

  private final StorageServer server = new StorageServer();

  @AfterEach
  void stop() {
    server.close();
  }

  static Stream<String> echoes() {
    return Stream.of(StorageServer.TOKEN, "lent/secret+key", "lent-session==", "AKIALENTKEY")
        .flatMap(
            secret ->
                Stream.of(
                    secret,
                    URLEncoder.encode(secret, StandardCharsets.UTF_8),
                    URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("%2F", "%2f"),
                    secret.replace("/", "\\/"),
                    secret.replace("e", "\\u0065"),
                    secret.replace("e", "%2565"),
                    base64(secret),
                    base64("u:" + secret + ":p")));
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void aFailedJobRepeatsNoSecretInAnyEncoding(String echo) {
    // Given
    StorageApi api = server.on("/v2/storage/files/1", FILE).api();
    now(api.file(1, OptionalLong.empty()));
    String json = echo.replace("\\", "\\\\");
    server.on(
        "/v2/storage/jobs/7",
        "{\"id\": 7, \"status\": \"error\", \"error\": {\"code\": \"%1$s\", \"message\": \"a %1$s b\", \"exceptionId\": \"%1$s\"}}"
            .formatted(json));

    // When
    Job.JobError error = now(api.job(7)).error().orElseThrow();

    // Then
    assertThat(error.toString()).doesNotContain(echo).contains("***");
    assertThat(error.message().toString()).startsWith("a ").endsWith(" b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lent/secret+key", "lent-session==", "AKIALENTKEY"})
  void aFilesNameRepeatsNoCredentialThatComesWithIt(String secret) {
    // Given
    String named = FILE.replace("\"id\": 1,", "\"id\": 1, \"name\": \"a " + secret + "\",");
    StorageApi api = server.on("/v2/storage/files/1", named).api();

    // When
    FileDetail file = now(api.file(1, OptionalLong.empty()));

    // Then
    assertThat(file.name()).isEqualTo("a ***");
  }

  @Test
  void aFilesKeyThatRepeatsACredentialThatComesWithItIsRefused() {
    // Given
    String named = FILE.replace("exp/1.csv", "exp/lent-session==/1.csv");
    StorageApi api = server.on("/v2/storage/files/1", named).api();

    // When
    SluiceException failure =
        catchThrowableOfType(SluiceException.class, () -> now(api.file(1, OptionalLong.empty())));

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_PROTOCOL);
    assertThat(failure).hasMessageContaining("repeats a secret").hasMessageNotContaining("lent-");
  }

  @Test
  void upstreamsWordsAreCutAndSteerNoTerminal() {
    // Given
    server.on(
        "/v2/storage/jobs/7",
        "{\"id\": 7, \"status\": \"error\", \"error\": {\"message\": \"\\u001b[31m\\u009b\\u202e\\r\\n%s\"}}"
            .formatted("x".repeat(500_000)));

    // When
    String message = now(server.api().job(7)).error().orElseThrow().message().toString();

    // Then
    assertThat(message).startsWith("?[31m??  x").hasSizeLessThanOrEqualTo(1_001).endsWith("…");
  }

  @Test
  void aSecretAtTheCutIsNotSeenInPart() {
    // Given
    String words = (StorageServer.TOKEN + " ").repeat(1_000);
    server.on(
        "/v2/storage/jobs/7",
        "{\"id\": 7, \"status\": \"error\", \"error\": {\"message\": \"%s\"}}".formatted(words));

    // When
    String message = now(server.api().job(7)).error().orElseThrow().message().toString();

    // Then
    assertThat(message).doesNotContain(StorageServer.TOKEN.substring(0, 6)).startsWith("*** ***");
  }

  @Test
  void aReasonThatIsPlainTextIsKept() {
    // Given
    server.on(
        "/v2/storage/jobs/7", "{\"id\": 7, \"status\": \"error\", \"error\": \"Out of credits\"}");

    // When
    Job job = now(server.api().job(7));

    // Then
    assertThat(job.error())
        .hasValueSatisfying(e -> assertThat(e.message()).hasToString("Out of credits"));
  }

  @Test
  void theFileMayBeNamedBesideAnObject() {
    // Given
    server.on(
        "/v2/storage/jobs/7", "{\"id\": 7, \"status\": \"success\", \"results\": {\"fileId\": 9}}");

    // When
    Job job = now(server.api().job(7));

    // Then
    assertThat(job.fileId()).contains(9L);
  }

  @Test
  void anEntryThatStandsTwiceInAManifestIsRefusedByName() {
    // Given
    server
        .on("/v2/storage/files/1", FILE)
        .on(
            "/manifest",
            "{\"entries\": [{\"url\": \"s3://files/exp/1.csv_0\"}, {\"url\": \"s3://files/exp/1.csv_0\"}]}");

    // When
    SluiceException failure = failure(manifest());

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_PROTOCOL);
    assertThat(failure).hasMessageContaining("1.csv_0 twice");
  }

  @Test
  void anEntryThatRepeatsASecretIsRefusedWithoutIt() {
    // Given
    server
        .on("/v2/storage/files/1", FILE)
        .on(
            "/manifest",
            "{\"entries\": [{\"url\": \"s3://files/exp/1.csv_%s\"}]}"
                .formatted(StorageServer.TOKEN));

    // When
    SluiceException failure = failure(manifest());

    // Then
    assertThat(failure.getMessage())
        .contains("repeats a secret")
        .doesNotContain(StorageServer.TOKEN);
  }

  /** What is no prose is used letter by letter, hence refused where it may not be shown. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tables/in.c-a.b {\"id\": \"in.c-a.%s\", \"columns\": []}",
        "tables/in.c-a.b {\"id\": \"in.c-a.b\", \"columns\": [\"id\", \"%s\"]}",
        "tables/in.c-a.b {\"id\": \"in.c-a.b\", \"primaryKey\": [\"%s\"]}",
        "tokens/verify {\"owner\": {\"id\": \"%s\"}}",
        "files/1 {\"id\": 1, \"url\": \"https://%s.s3.amazonaws.com/a\"}",
        "files/1 {\"id\": 1, \"url\": \"HTTPS://x/\", \"s3Path\": {\"bucket\": \"%s\", \"key\": \"k\"}, \"region\": \"r\", \"credentials\": {\"AccessKeyId\": \"i\", \"SecretAccessKey\": \"s\"}}",
        "files/1 {\"id\": 1, \"url\": \"https://x/\", \"gcsPath\": {\"bucket\": \"b\", \"key\": \"%s\"}, \"gcsCredentials\": {\"access_token\": \"t\"}}"
      })
  void aNameThatRepeatsASecretOrSteersATerminalIsRefusedWithoutIt(String answer) {
    for (String name :
        List.of(StorageServer.TOKEN, "a\\u001b[31m", "a\\u202eb", "x".repeat(9_000))) {
      // Given
      String[] parts = answer.split(" ", 2);
      StorageApi api = server.on("/v2/storage/" + parts[0], parts[1].formatted(name)).api();
      Uni<?> call =
          switch (parts[0]) {
            case "tokens/verify" -> api.project();
            case "files/1" -> api.file(1, OptionalLong.empty());
            default -> api.table(TableId.parse("in.c-a.b"), OptionalLong.empty());
          };

      // When
      SluiceException failure = failure(call);

      // Then
      assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_PROTOCOL);
      assertThat(failure.getMessage()).doesNotContain(name, "\u001b", "\u202e");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tables/in.c-a.b {\"id\": \"in.c-a.b\", \"columns\": [\"id\", \"id\"]}",
        "files/1 {\"id\": 1, \"url\": \"https://x/\", \"absPath\": {\"container\": \"c\", \"name\": \"n\"}, \"absCredentials\": {\"SASConnectionString\": \"BlobEndpoint=mailto:x;SharedAccessSignature=sig=y\"}}",
        "files/1 {\"id\": 1, \"url\": \"https://x/\", \"absPath\": {\"container\": \"c\", \"name\": \"n\"}, \"absCredentials\": {\"SASConnectionString\": \"BlobEndpoint=/x;SharedAccessSignature=sig=y\"}}",
      })
  void whatCannotBeMeantIsNotUnderstood(String answer) {
    // Given
    String[] parts = answer.split(" ", 2);
    StorageApi api = server.on("/v2/storage/" + parts[0], parts[1]).api();

    // When
    SluiceException failure =
        failure(
            parts[0].startsWith("files")
                ? api.file(1, OptionalLong.empty())
                : api.table(TableId.parse("in.c-a.b"), OptionalLong.empty()));

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_PROTOCOL);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, Long.MAX_VALUE})
  void aLifeOfCredentialsThatCannotBeMeantIsCut(long seconds) {
    // Given
    server.on(
        "/v2/storage/files/1",
        """
        {"id": 1, "url": "https://x/", "gcsPath": {"bucket": "b", "key": "k"},
         "gcsCredentials": {"access_token": "t", "expires_in": %d}}
        """
            .formatted(seconds));

    // When
    FileDetail file = now(server.api().file(1, OptionalLong.empty()));

    // Then
    assertThat(file.access().expiresAt()).isPresent();
  }

  @Test
  void theTypesOfAColumnAreKeptWithoutSecrets() {
    // Given
    server.on(
        "/v2/storage/tables/in.c-a.b",
        """
        {"id": "in.c-a.b", "isTyped": true, "columns": ["id"], "definition": {"columns": [
          {"name": "id", "basetype": "%1$s", "definition": {"type": "N%1$s", "length": "%1$s\\u202e"}}]}}
        """
            .formatted(StorageServer.TOKEN));

    // When
    Table table = now(server.api().table(TableId.parse("in.c-a.b"), OptionalLong.empty()));

    // Then
    assertThat(table.columns())
        .containsExactly(
            new Table.Column(
                "id", Optional.of("***"), Optional.of("N***"), Optional.of("***?"), true));
  }

  @Test
  void aJobOfOneConnectionDoesNotRepeatTheTokenOfAnother() {
    // Given
    server.on(
        "/v2/storage/jobs/7",
        "{\"id\": 7, \"status\": \"error\", \"error\": {\"message\": \"for %s\"}}"
            .formatted(StorageServer.OTHER_TOKEN));

    // When
    Job job = now(server.api().job(7));

    // Then
    assertThat(job.error()).hasValueSatisfying(e -> assertThat(e.message()).hasToString("for ***"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\r\\nX: y", "a b", "\\u00e9"})
  void aSignedAddressThatTheHttpClientWouldRefuseFailsAtOnceAndHoldsNoConnection(String signature) {
    // Given
    server.on("/v2/storage/files/1", FILE.replace("signature-of-the-manifest", signature));
    long start = System.nanoTime();

    // When
    SluiceException failure = failure(manifest());

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.SLICE_ADDRESS_REFUSED);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    assertThat(server.heard())
        .extracting(StorageServer.Heard::uri)
        .noneMatch(uri -> uri.contains("manifest"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "silent",
        "stalls",
        "cut at once",
        "cut in the middle",
        "no HTTP",
        "quoted by a decoder"
      })
  void howeverAManifestFailsTheLogHasNoSignature(String how) {
    // Given
    server
        .on("/v2/storage/files/1", FILE)
        .on(
            "/manifest",
            request -> {
              switch (how) {
                case "stalls" -> request.response().setChunked(true).write("{");
                case "cut at once" -> request.connection().close();
                case "cut in the middle" -> {
                  request.response().putHeader("Content-Length", "500").write("{");
                  request.connection().close();
                }
                case "quoted by a decoder" ->
                    RawAnswer.send(request, "signature-of-the-manifest x\r\n\r\n");
                case "no HTTP" ->
                    request
                        .toNetSocket()
                        .onSuccess(
                            s -> s.write("HTTP/9 signature-of " + request.uri() + "\r\n\r\n"));
                default -> {}
              }
            });
    StorageApi api =
        server.api(TestStorageConfig.quick().timingOut(Duration.ofMillis(300)).retrying(2, SOON));
    LogCapture log = new LogCapture();

    // When
    log.start();
    SluiceException failure = failure(api.file(1, OptionalLong.empty()).chain(api::manifest));
    log.stop();

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.CLOUD_UNAVAILABLE);
    assertThat(log.lines())
        .noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("signature-of"));
  }

  @Test
  void anAnswerThatIsNoHttpPutsNoTokenIntoTheLog() {
    // Given
    server.on(
        "/v2/storage/jobs/7",
        request -> RawAnswer.send(request, "HTTP/1.1 " + StorageServer.TOKEN + " x\r\n\r\n"));
    StorageApi api = server.api(TestStorageConfig.quick().retrying(2, SOON));
    LogCapture log = new LogCapture();

    // When
    log.start();
    SluiceException failure = failure(api.job(7));
    log.stop();

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
    assertThat(failure.getMessage()).doesNotContain(StorageServer.TOKEN);
    assertThat(log.lines()).noneMatch(line -> line.contains(StorageServer.TOKEN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"entries\": [%s]}",
        "{\"x\": [%s]}",
        "{\"entries\": [{\"url\": [%s]}]}",
        "[%s]"
      })
  void aManifestOfBracketsIsRefusedAndFillsNoMemory(String shape) {
    // Given
    server.on("/v2/storage/files/1", FILE).on("/manifest", shape.formatted(brackets()));

    // When
    SluiceException failure = failure(manifest());

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_PROTOCOL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[%s]", "[{\"id\": \"in.c-a.b\", \"columns\": [%s]}]"})
  void aTableListOfBracketsIsRefusedAndFillsNoMemory(String shape) {
    // Given
    server.on("/v2/storage/tables", shape.formatted(brackets()));

    // When
    SluiceException failure = failure(server.api().tables(Optional.empty()));

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_PROTOCOL);
  }

  private Uni<Manifest> manifest() {
    StorageApi api = server.api();
    return api.file(1, OptionalLong.empty()).chain(api::manifest);
  }

  /** 60 MB, which were some gigabytes as a tree. */
  private static String brackets() {
    return "[],".repeat(20_000_000) + "[]";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static <T> T now(Uni<T> uni) {
    return uni.await().atMost(SOON);
  }

  private static SluiceException failure(Uni<?> uni) {
    return catchThrowableOfType(SluiceException.class, () -> now(uni));
  }
}

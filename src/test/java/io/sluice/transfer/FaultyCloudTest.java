package io.sluice.transfer;

import static io.sluice.base.ErrorCode.CLOUD_ACCESS_REFUSED;
import static io.sluice.base.ErrorCode.CLOUD_UNAVAILABLE;
import static io.sluice.base.ErrorCode.SLICE_CORRUPT;
import static io.sluice.base.ErrorCode.SLICE_MISSING;
import static io.sluice.base.ErrorCode.SLICE_TIMEOUT;
import static io.sluice.transfer.FaultServer.cutAfter;
import static io.sluice.transfer.FaultServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.LogCapture;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.blocking.NoBlockingCalls;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.sluice.transfer.FaultServer.Answer;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the cloud does, a slice has the right bytes in the end, or the error is clear. */
@ExtendWith(NoBlockingCalls.class)
class FaultyCloudTest {
  private static final int SIZE = 400_000;
  private static final byte[] GZIP = Payload.gzip(SIZE, 1);
  private static final byte[] CSV = Payload.csv(SIZE, 2);

  @TempDir Path directory;
  private TransferFixture fixture;

  @BeforeEach
  void start() {
    fixture = new TransferFixture(directory, Map.of("attempts", "5"));
  }

  /** Gives up on streams within a second and on slices after four tries. */
  private void startImpatient() {
    fixture.close();
    fixture =
        new TransferFixture(
            directory,
            Map.of(
                "idle-timeout", "1s",
                "minimum-rate-window", "700ms",
                "minimum-rate", "20K",
                "attempts", "4"));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  static Stream<Arguments> passingFaults() {
    int half = GZIP.length / 2;
    return Stream.of(
        Arguments.of("no byte at all", new Answer[] {cutAfter(0)}),
        Arguments.of("one byte", new Answer[] {cutAfter(1)}),
        Arguments.of("a byte less than a chunk", new Answer[] {cutAfter(65_535)}),
        Arguments.of("a chunk", new Answer[] {cutAfter(65_536)}),
        Arguments.of("a byte more than a chunk", new Answer[] {cutAfter(65_537)}),
        Arguments.of("half", new Answer[] {cutAfter(half)}),
        Arguments.of("all but one byte", new Answer[] {cutAfter(GZIP.length - 1)}),
        Arguments.of("all, then broken", new Answer[] {cutAfter(GZIP.length)}),
        Arguments.of("stalls", new Answer[] {FaultServer.stallAfter(half)}),
        Arguments.of("stalls before the first byte", new Answer[] {FaultServer.stallAfter(0)}),
        Arguments.of("never answers", new Answer[] {(server, request, object) -> {}}),
        Arguments.of("drips", new Answer[] {FaultServer.dripping()}),
        Arguments.of("a length too long", new Answer[] {FaultServer.lengthOff(1000)}),
        Arguments.of("a length too short", new Answer[] {FaultServer.lengthOff(-1000)}),
        Arguments.of("ends without a length", new Answer[] {FaultServer.halfWithoutLength()}),
        Arguments.of("200 to a range", new Answer[] {cutAfter(half), FaultServer.ignoringRange()}),
        Arguments.of("another range", new Answer[] {cutAfter(half), FaultServer.anotherRange(-1)}),
        Arguments.of("a later range", new Answer[] {cutAfter(half), FaultServer.anotherRange(1)}),
        Arguments.of(
            "a range without saying which",
            new Answer[] {cutAfter(half), FaultServer.rangeUnsaid()}),
        Arguments.of("a range unasked", new Answer[] {FaultServer.anotherRange(5)}),
        Arguments.of("500", new Answer[] {status(500, "oops")}),
        Arguments.of("503 with a wait", new Answer[] {FaultServer.busy(1)}),
        Arguments.of("a long error", new Answer[] {status(500, "x".repeat(2_000_000))}),
        Arguments.of(
            "forbidden once",
            new Answer[] {status(403, "<Error><Code>AccessDenied</Code></Error>")}),
        Arguments.of("unauthorized in the middle", new Answer[] {cutAfter(half), status(401, "")}),
        Arguments.of(
            "an expired token",
            new Answer[] {status(400, "<Error><Code>ExpiredToken</Code></Error>")}),
        Arguments.of("encoded again", new Answer[] {FaultServer.encoded("br")}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passingFaults")
  @Holds({
    Fact.EXPIRY_S3,
    Fact.EXPIRY_GCS,
    Fact.FORBIDDEN_AT_FIRST,
    Fact.RENEWAL,
    Fact.CLOUD_ERRORS,
    Fact.GZIP_BY_NAME
  })
  void aFaultThatPassesLeavesTheRightBytes(String name, Answer... faults) throws IOException {
    // Given
    startImpatient();
    fixture.server().store("/slice", GZIP);
    fixture.server().script("/slice", faults);

    // When
    List<SliceFile> files = fixture.fetch(SliceFormat.CSV_GZIP, "/slice");

    // Then
    assertThat(Files.readAllBytes(files.get(0).path())).isEqualTo(GZIP);
    assertThat(fixture.recorder.received).hasValue(GZIP.length);
  }

  static Stream<Arguments> lastingFaults() {
    String expired = "<Error><Code>ExpiredToken</Code><Token-0>SECRET</Token-0></Error>";
    return Stream.of(
        Arguments.of(status(404, ""), SLICE_MISSING, "Start the export again"),
        Arguments.of(status(403, expired), CLOUD_ACCESS_REFUSED, "HTTP 403 ExpiredToken"),
        Arguments.of(status(302, ""), CLOUD_UNAVAILABLE, "HTTP 302"),
        Arguments.of(status(500, "SECRET"), CLOUD_UNAVAILABLE, "HTTP 500"),
        Arguments.of(FaultServer.stallAfter(10), SLICE_TIMEOUT, "brought"),
        Arguments.of(FaultServer.dripping(), SLICE_TIMEOUT, "bytes a second"),
        Arguments.of(FaultServer.lengthOff(-1000), SLICE_CORRUPT, "gzip"),
        Arguments.of(FaultServer.halfWithoutLength(), SLICE_CORRUPT, "gzip"),
        Arguments.of(cutAfter(1000), CLOUD_UNAVAILABLE, "Given up at byte"),
        Arguments.of(FaultServer.raw("HTTP/1.1 secret x\r\n\r\n"), CLOUD_UNAVAILABLE, "broke"),
        Arguments.of(FaultServer.raw("secret token-0 x\r\n\r\n"), CLOUD_UNAVAILABLE, "broke"),
        Arguments.of(
            FaultServer.raw("HTTP/1.1 200 x\r\nsecret\u0001token-0: x\r\n\r\n"),
            CLOUD_UNAVAILABLE,
            "broke"),
        Arguments.of(
            FaultServer.withHeader("Content-Encoding", "secret"),
            SLICE_CORRUPT,
            "Content-Encoding"),
        Arguments.of(FaultServer.anotherRange(5), SLICE_CORRUPT, "another range"));
  }

  @ParameterizedTest
  @MethodSource("lastingFaults")
  @Holds({Fact.MISSING_SLICE, Fact.STALE_CACHE, Fact.REDACTION})
  void aFaultThatLastsEndsInAClearErrorWithoutSecrets(Answer fault, ErrorCode code, String text) {
    // Given
    startImpatient();
    fixture.server().store("/slice", GZIP);
    fixture.server().always("/slice", fault);
    LogCapture log = new LogCapture();

    // When
    log.start();
    SluiceException failure =
        catchThrowableOfType(
            SluiceException.class, () -> fixture.fetch(SliceFormat.CSV_GZIP, "/slice"));
    log.stop();

    // Then
    assertThat(log.lines()).noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("secret"));
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure).hasMessageContaining(text).hasMessageContaining("http://cloud/slice");
    assertThat(failure.toString()).doesNotContainIgnoringCase("secret").doesNotContain("token-0");
    assertThat(directory.resolve("export-1/slice-00000.csv.gz")).doesNotExist();
  }

  static Stream<Map<String, String>> wrongChecksums() {
    return Stream.of(
        Map.of("x-goog-hash", "crc32c=AAAAAA=="),
        Map.of("x-goog-hash", "md5=1B2M2Y8AsgTpgAmY7PhCfg=="),
        Map.of("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="),
        Map.of("ETag", "\"d41d8cd98f00b204e9800998ecf8427e\""));
  }

  @ParameterizedTest
  @MethodSource("wrongChecksums")
  void bytesThatAreNotWhatTheCloudSummedAreRefused(Map<String, String> headers) {
    // Given
    fixture.server().store("/slice", CSV, headers);

    // When
    SluiceException failure =
        catchThrowableOfType(SluiceException.class, () -> fixture.fetch(SliceFormat.CSV, "/slice"));

    // Then
    assertThat(failure.code()).isEqualTo(SLICE_CORRUPT);
    assertThat(failure).hasMessageContaining("where the cloud announced");
  }

  @Test
  void anObjectThatChangesIsFetchedAgainAsAWhole() throws IOException {
    // Given
    byte[] newer = Payload.csv(SIZE + 1000, 3);
    fixture.server().store("/slice", CSV);
    fixture
        .server()
        .script(
            "/slice",
            (server, request, object) -> {
              cutAfter(SIZE / 2).answer(server, request, object);
              server.store("/slice", newer);
            });

    // When
    List<SliceFile> files = fixture.fetch(SliceFormat.CSV, "/slice");

    // Then
    assertThat(Files.readAllBytes(files.get(0).path())).isEqualTo(newer);
    assertThat(fixture.recorder.received).hasValue(newer.length);
  }

  @Test
  void aRangeOfAnotherObjectIsNotTaken() throws IOException {
    // Given
    byte[] newer = Payload.csv(SIZE, 3);
    fixture.server().store("/slice", CSV);
    fixture
        .server()
        .script(
            "/slice",
            (server, request, object) -> {
              cutAfter(SIZE / 2).answer(server, request, object);
              server.store("/slice", newer);
            },
            FaultServer.ignoringIfMatch());

    // When
    List<SliceFile> files = fixture.fetch(SliceFormat.CSV, "/slice");

    // Then
    assertThat(Files.readAllBytes(files.get(0).path())).isEqualTo(newer);
  }

  @Test
  void withoutAnEntityTagABrokenSliceStartsAgain() throws IOException {
    // Given
    fixture.server().store("/slice", CSV, Map.of("ETag", "W/\"weak\""));
    fixture.server().script("/slice", cutAfter(SIZE / 2));

    // When
    List<SliceFile> files = fixture.fetch(SliceFormat.CSV, "/slice");

    // Then
    assertThat(Files.readAllBytes(files.get(0).path())).isEqualTo(CSV);
    assertThat(fixture.server().requests())
        .extracting(FaultServer.Seen::range)
        .containsExactly(Optional.empty(), Optional.empty());
  }

  @Test
  @Holds(Fact.RENEWAL)
  void refusedAccessIsReplacedOnceForAnAttempt() throws IOException {
    // Given
    fixture.server().store("/slice", CSV);
    fixture.server().script("/slice", status(403, ""), cutAfter(SIZE / 2), status(401, ""));

    // When
    fixture.fetch(SliceFormat.CSV, "/slice");

    // Then
    assertThat(fixture.server().requests())
        .extracting(FaultServer.Seen::authorization)
        .containsExactly("token-0", "token-1", "token-1", "token-2");
  }

  @Test
  @Holds(Fact.NO_REDIRECTS)
  void redirectsAreNotFollowed() {
    // Given
    fixture.server().store("/slice", CSV);
    fixture.server().store("/elsewhere", CSV);
    fixture
        .server()
        .always(
            "/slice",
            (server, request, object) ->
                request.response().setStatusCode(307).putHeader("Location", "/elsewhere").end());

    // When
    SluiceException failure =
        catchThrowableOfType(SluiceException.class, () -> fixture.fetch(SliceFormat.CSV, "/slice"));

    // Then
    assertThat(failure.code()).isEqualTo(CLOUD_UNAVAILABLE);
    assertThat(fixture.server().requests())
        .extracting(FaultServer.Seen::path)
        .containsOnly("/slice");
  }

  @Test
  void manySlicesWithTenCutsEachCostHardlyMoreThanTheirBytes() throws IOException {
    // Given
    Random random = new Random(11);
    String[] paths = IntStream.range(0, 12).mapToObj(n -> "/slice-" + n).toArray(String[]::new);
    for (String path : paths) {
      fixture.server().store(path, Payload.gzip(1_500_000, path.hashCode()));
      Answer[] cuts =
          random.ints(10, 80_000, 140_000).mapToObj(FaultServer::cutAfter).toArray(Answer[]::new);
      fixture.server().script(path, cuts);
    }

    // When
    List<SliceFile> files = fixture.fetch(SliceFormat.CSV_GZIP, paths);

    // Then
    long payload = 0;
    for (SliceFile file : files) {
      Buffer stored = fixture.server().stored(paths[file.number()]);
      payload += stored.length();
      assertThat(Arrays.equals(Files.readAllBytes(file.path()), stored.getBytes())).isTrue();
    }
    assertThat(fixture.server().requests()).hasSize(12 * 11);
    assertThat((double) fixture.server().sent()).isLessThanOrEqualTo(1.05 * payload);
  }
}

package io.sluice.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.blocking.NoBlockingCalls;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoBlockingCalls.class)
class HttpSliceTransferTest {
  private static final long LARGE = 256L << 20;

  @TempDir Path directory;
  private TransferFixture fixture;

  @BeforeEach
  void start() {
    fixture = new TransferFixture(directory, Map.of());
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @ParameterizedTest
  @EnumSource
  @Holds(Fact.ENTRY_ORDER)
  void filesHoldWhatTheCloudHoldsInTheRequestsOrder(SliceFormat format) throws IOException {
    // Given
    List<byte[]> payloads =
        Stream.of(1, 2, 3).map(seed -> payload(format, 300_000 * seed, seed)).toList();
    fixture.server().store("/b", payloads.get(0));
    fixture.server().store("/a%20a", payloads.get(1));
    fixture.server().store("/c", payloads.get(2));

    // When
    List<SliceFile> files = fixture.fetch(format, "/b", "/a%20a", "/c");

    // Then
    assertThat(files)
        .extracting(file -> file.path().getFileName().toString())
        .containsExactly(
            "slice-00000" + format.extension(),
            "slice-00001" + format.extension(),
            "slice-00002" + format.extension());
    for (SliceFile file : files) {
      assertThat(Files.readAllBytes(file.path())).isEqualTo(payloads.get(file.number()));
    }
    assertThat(fixture.recorder.finished).containsExactlyInAnyOrderElementsOf(files);
    assertThat(fixture.recorder.received).hasValue(fixture.server().sent());
    assertThat(directory.resolve("export-1")).isDirectoryNotContaining("glob:**.{part,meta}");
  }

  @Test
  void aBrokenStreamGoesOnWhereItBroke() throws IOException {
    // Given
    byte[] payload = Payload.csv(1_100_000, 7);
    fixture.server().store("/slice", payload);
    for (int cut = 0; cut < 10; cut++) {
      fixture.server().script("/slice", FaultServer.cutAfter(100_000));
    }

    // When
    List<SliceFile> files = fixture.fetch(SliceFormat.CSV, "/slice");

    // Then
    assertThat(Files.readAllBytes(files.get(0).path())).isEqualTo(payload);
    assertThat(fixture.server().requests()).hasSize(11);
    assertThat((double) fixture.server().sent()).isLessThanOrEqualTo(1.05 * payload.length);
    assertThat(fixture.recorder.received).hasValue(payload.length);
  }

  @Test
  @Holds(Fact.COLLIDING_NAMES)
  void slicesOfOneNameInTwoFoldersDoNotMeet() throws IOException {
    // Given
    fixture.server().store("/a/slice.csv", Payload.csv(100_000, 1));
    fixture.server().store("/b/slice.csv", Payload.csv(200_000, 2));

    // When
    List<SliceFile> files = fixture.fetch(SliceFormat.CSV, "/a/slice.csv", "/b/slice.csv");

    // Then
    assertThat(Files.readAllBytes(files.get(0).path())).isEqualTo(Payload.csv(100_000, 1));
    assertThat(Files.readAllBytes(files.get(1).path())).isEqualTo(Payload.csv(200_000, 2));
  }

  @Test
  @Holds(Fact.WHOLE_IN_MEMORY)
  void aSliceFarLargerThanTheMemoryGoesToDiskAsItComes() throws Exception {
    // Given
    Path large = directory.resolve("large");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.writeBytes("PAR1");
      file.seek(LARGE - 8);
      file.write(new byte[] {16, 0, 0, 0});
      file.writeBytes("PAR1");
    }
    fixture.server().store("/large", new byte[0]);
    fixture
        .server()
        .script("/large", (server, request, object) -> request.response().sendFile("" + large));
    Process small = smallProcess();

    // When
    try (BufferedWriter lines = small.outputWriter()) {
      lines.write(
          directory.resolve("out") + " http://cloud:" + fixture.server().port() + "/large\n");
    }

    // Then
    assertThat(small.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(small.exitValue()).isZero();
    assertThat(directory.resolve("out/slice-00000.parquet")).hasSize(LARGE);
  }

  /** Has less memory of either kind than a quarter of the slice. */
  private Process smallProcess() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx48m",
            "-XX:MaxDirectMemorySize=48m",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-cp",
            System.getProperty("java.class.path"),
            BenchmarkedGateway.class.getName())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("small.log").toFile())
        .start();
  }

  private static byte[] payload(SliceFormat format, int size, long seed) {
    return switch (format) {
      case CSV -> Payload.csv(size, seed);
      case CSV_GZIP -> Payload.gzip(size, seed);
      case PARQUET -> Payload.parquet(size, seed);
    };
  }
}

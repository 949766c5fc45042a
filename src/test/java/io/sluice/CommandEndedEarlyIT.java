package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.sandbox.SandboxExtension;
import io.sluice.sandbox.wire.Fault;
import io.sluice.sandbox.wire.FaultRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A command of what is shipped, the packaged jar or the native executable, is told to end. */
class CommandEndedEarlyIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** As failsafe names it; only a native build leaves one there. */
  private static final Path EXECUTABLE =
      Path.of(System.getProperty("native.image.path", "target/sluice-runner"));

  @RegisterExtension
  static final SandboxExtension SANDBOX = SandboxExtension.with(Map.of("job.processing", "100ms"));

  @TempDir Path folder;

  @Test
  void leavesNothingOfWhatItWasDownloading() throws Exception {
    // Given
    SANDBOX.sandbox().faults().add(FaultRule.always("/s3/**", new Fault.Drip(1_000)));
    Process process = export(folder.resolve("orders.parquet"));
    try {
      await()
          .atMost(LONG)
          .ignoreExceptions()
          .until(() -> left().anyMatch(file -> file.toString().endsWith(".part")));

      // When
      process.destroy();

      // Then
      assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(128 + 15);
      assertThat(left()).containsExactly(folder);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process export(Path output) throws IOException {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(EXECUTABLE)) {
      command.add(EXECUTABLE.toAbsolutePath().toString());
    } else {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
    }
    command.addAll(List.of("export", "in.c-shop.orders", "-o", output.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Path.of("target", "command-ended-early.log").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "SLUICE_CONNECTIONS_DEFAULT_URL",
                SANDBOX.baseUri().toString(),
                "SLUICE_CONNECTIONS_DEFAULT_TOKEN",
                "sandbox-aws",
                "SLUICE_CLOUD_S3_ENDPOINT",
                SANDBOX.baseUri() + "/s3"));
    return builder.start();
  }

  private Stream<Path> left() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.survival.JavaProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sandbox's own jar, as {@code java -jar} starts it. */
class SandboxJarIT {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Pattern BASE = Pattern.compile("Sandbox at (\\S+)");

  @TempDir Path folder;

  private JavaProcess start(Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addAll(List.of("-jar", jar().toString(), "0"));
    return JavaProcess.start(command, environment, folder, folder.resolve("sandbox.log"));
  }

  private static Path jar() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("target").toAbsolutePath())) {
      return jars.filter(file -> file.toString().endsWith("-sandbox.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  @ParameterizedTest
  @CsvSource({"sandbox-aws, parquet", "sandbox-aws, csv"})
  void exportsATableByItself(String token, String fileType) throws Exception {
    try (JavaProcess sandbox = start(Map.of())) {
      // Given
      URI base = URI.create(sandbox.await(BASE, START));
      SandboxCaller caller = new SandboxCaller(base, token);

      // When
      JsonObject job =
          caller.export("in.c-shop.customers", new JsonObject().put("fileType", fileType));

      // Then
      assertThat(job.getString("status")).as(sandbox.output()).isEqualTo("success");
      assertThat(caller.download(caller.file(job), folder)).isNotEmpty();
      assertThat(sandbox.output()).doesNotContain("Exception", "SLF4J");
    }
  }

  @ParameterizedTest
  @CsvSource({"-Dsluice.sandbox.job.parallelism=3, ''", "-Xshare:auto, 3"})
  void isConfiguredByPropertiesAndTheEnvironment(String argument, String variable)
      throws IOException {
    // Given
    Map<String, String> environment =
        variable.isEmpty() ? Map.of() : Map.of("SLUICE_SANDBOX_JOB_PARALLELISM", variable);
    try (JavaProcess sandbox = start(environment, argument)) {

      // When
      SandboxCaller caller =
          new SandboxCaller(URI.create(sandbox.await(BASE, START)), "sandbox-aws");

      // Then
      assertThat(caller.get("/v2/storage/tokens/verify").body())
          .containsPattern("\"storage.jobsParallelism\"[^}]*\\b3\\b");
    }
  }

  @Test
  void anUnknownOptionFailsItsStartByName() throws IOException {
    try (JavaProcess sandbox = start(Map.of(), "-Dsluice.sandbox.sede=2")) {
      assertThat(sandbox.ended(START)).as(sandbox.output()).isTrue();
      assertThat(sandbox.output()).contains("sluice.sandbox.sede");
    }
  }
}

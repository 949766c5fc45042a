package io.sluice.sandbox;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.DisabledOnIntegrationTest;
import io.quarkus.test.junit.DisabledOnIntegrationTest.ArtifactType;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import io.sluice.FreePorts;
import io.sluice.SandboxResource;
import io.sluice.survival.JavaProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged application has no sandbox and knows none of its keys. */
@QuarkusIntegrationTest
@TestProfile(FreePorts.class)
@WithTestResource(SandboxResource.class)
class ProductionBuildIT {
  private static final Path APPLICATION = Path.of("target/quarkus-app");
  private static final Duration START = Duration.ofSeconds(60);
  private static final List<String> NAMES =
      List.of("io/sluice/sandbox", "io.sluice.sandbox", "sluice.sandbox", "SLUICE_SANDBOX");

  @ParameterizedTest
  @ValueSource(strings = {"/sandbox", "/sandbox/v2/storage", "/sandbox/faults", "/sandbox/s3/a/b"})
  void nothingAnswersWhereTheSandboxWouldBe(String path) {
    // When
    int status = get(path).statusCode();

    // Then
    assertThat(status).isEqualTo(404);
  }

  @Test
  @DisabledOnIntegrationTest(forArtifactTypes = ArtifactType.NATIVE_BINARY)
  void noJarHoldsOrNamesTheSandbox() throws IOException {
    // Given
    List<Path> jars;
    try (Stream<Path> files = Files.walk(APPLICATION)) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
    }

    // When
    List<String> traces = jars.stream().flatMap(ProductionBuildIT::traces).toList();

    // Then
    assertThat(jars).hasSizeGreaterThan(50);
    assertThat(traces).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "-Dsluice.sandbox.enabled=true, '', sluice.sandbox.enabled",
    "-Dsluice.sandbox.seed=2,       '', sluice.sandbox.seed",
    "-Xshare:auto,                  SLUICE_SANDBOX_ENABLED, SLUICE_SANDBOX_ENABLED",
  })
  @DisabledOnIntegrationTest(forArtifactTypes = ArtifactType.NATIVE_BINARY)
  void aKeyOfTheSandboxFailsTheStart(
      String argument, String variable, String named, @TempDir Path folder) {
    // Given
    List<String> arguments =
        List.of(
            argument, "-jar", APPLICATION.resolve("quarkus-run.jar").toAbsolutePath().toString());
    Map<String, String> environment = variable.isEmpty() ? Map.of() : Map.of(variable, "true");

    // When
    try (JavaProcess gateway =
        JavaProcess.start(arguments, environment, folder, folder.resolve("gateway.log"))) {

      // Then
      assertThat(gateway.ended(START)).as(gateway.output()).isTrue();
      assertThat(gateway.output()).contains(named).doesNotContain("Listening on");
    }
  }

  private static Stream<String> traces(Path file) {
    try (ZipFile jar = new ZipFile(file.toFile())) {
      return jar.stream()
          .filter(entry -> !entry.getName().startsWith("META-INF/maven/"))
          .filter(entry -> names(jar, entry))
          .map(entry -> file + "!" + entry.getName())
          .toList()
          .stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static boolean names(ZipFile jar, ZipEntry entry) {
    try (InputStream content = jar.getInputStream(entry)) {
      String constants = new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
      return entry.getName().startsWith("io/sluice/sandbox")
          || NAMES.stream().anyMatch(constants::contains);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}

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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged application has no sandbox. */
@QuarkusIntegrationTest
@TestProfile(FreePorts.class)
@WithTestResource(SandboxResource.class)
class ProductionBuildIT {
  private static final Path WIRING = Path.of("target/quarkus-app/quarkus/generated-bytecode.jar");

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
  void nothingThatIsWiredNamesTheSandbox() throws IOException {
    // Given
    List<? extends ZipEntry> entries;

    // When
    try (ZipFile jar = new ZipFile(WIRING.toFile())) {
      entries = jar.stream().filter(entry -> names(jar, entry)).toList();
    }

    // Then: but for the list of beans left out, and for a mapping of configuration that none uses
    assertThat(entries)
        .extracting(ZipEntry::getName)
        .allMatch(
            name ->
                name.contains("RemovedBeans")
                    || name.contains("$$CMImpl")
                    || name.contains("ConfigValidator"));
  }

  private static boolean names(ZipFile jar, ZipEntry entry) {
    try (InputStream content = jar.getInputStream(entry)) {
      String constants = new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
      return !entry.isDirectory()
          && (constants.contains("io/sluice/sandbox") || constants.contains("io.sluice.sandbox"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}

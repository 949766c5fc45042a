package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed reference is the one that the sources give. */
class ConfigurationReferenceTest {
  private static final Path REFERENCE = Manifests.DEPLOY.resolve("configuration.md");
  private static final Path VARIABLES = Path.of("src/main/resources/META-INF/sluice-variables");

  @Test
  void theCommittedReferenceIsUpToDate() throws IOException {
    assertUpToDate(REFERENCE, ConfigurationReference.markdown());
  }

  @Test
  void theCommittedListOfVariablesIsUpToDate() throws IOException {
    assertUpToDate(VARIABLES, ConfigurationReference.variables());
  }

  @Test
  void everyPrefixHasOneSection() {
    // When
    String markdown = ConfigurationReference.markdown();

    // Then
    assertThat(markdown.lines().filter(line -> line.startsWith("## ")))
        .contains("## `sluice.limits`")
        .doesNotHaveDuplicates();
  }

  private static void assertUpToDate(Path committed, String current) throws IOException {
    if ("write".equals(System.getProperty("reference"))) {
      Files.writeString(committed, current);
    }
    assertThat(committed)
        .as("run ./mvnw test -Dtest=ConfigurationReferenceTest -Dreference=write and commit it")
        .content()
        .isEqualTo(current);
  }
}

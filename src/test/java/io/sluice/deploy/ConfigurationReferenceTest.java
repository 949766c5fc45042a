package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed reference is the one that the sources give. */
class ConfigurationReferenceTest {
  private static final Path REFERENCE = Manifests.DEPLOY.resolve("configuration.md");

  @Test
  void theCommittedReferenceIsUpToDate() throws IOException {
    // Given
    if ("write".equals(System.getProperty("reference"))) {
      Files.writeString(REFERENCE, ConfigurationReference.markdown());
    }

    // When
    String reference = ConfigurationReference.markdown();

    // Then
    assertThat(REFERENCE)
        .as("run ./mvnw test -Dtest=ConfigurationReferenceTest -Dreference=write and commit it")
        .content()
        .isEqualTo(reference);
  }
}

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
  private static final Path SANDBOX = Path.of("src/docs/sandbox.md");

  @Test
  void theCommittedReferenceIsUpToDate() throws IOException {
    assertUpToDate(REFERENCE, ConfigurationReference.markdown());
  }

  @Test
  void theCommittedListOfVariablesIsUpToDate() throws IOException {
    assertUpToDate(VARIABLES, ConfigurationReference.variables());
  }

  @Test
  void theSandboxsPageEndsWithItsOptions() throws IOException {
    // Given
    String page = Files.readString(SANDBOX);
    String options = ConfigurationReference.sandbox();
    assertThat(options).startsWith("\n## `sluice.sandbox`");

    // Then
    assertUpToDate(SANDBOX, page.substring(0, page.indexOf("\n## `sluice.sandbox`")) + options);
  }

  @Test
  void theProductKnowsNoKeyOfTheSandbox() throws IOException {
    assertThat(Files.readString(REFERENCE)).doesNotContainIgnoringCase("sandbox");
    assertThat(Files.readString(VARIABLES)).doesNotContainIgnoringCase("sandbox");
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

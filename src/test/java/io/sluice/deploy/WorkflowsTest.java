package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tag can be moved to other code overnight; a commit cannot. */
class WorkflowsTest {

  @Test
  void aDownloadThatDoesNotMatchItsChecksumEndsTheBuild() throws IOException {
    assertThat(Files.readAllLines(Path.of(".mvn/maven.config"))).contains("--strict-checksums");
  }

  @ParameterizedTest
  @ValueSource(strings = {"build", "release"})
  void everyActionIsNamedByItsCommitAndSaysItsVersion(String workflow) throws IOException {
    // When
    List<String> uses =
        Files.readAllLines(Path.of(".github/workflows", workflow + ".yaml")).stream()
            .map(String::strip)
            .filter(line -> line.contains("uses: "))
            .toList();

    // Then
    assertThat(uses)
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches("(- )?uses: [\\w./-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+"));
  }
}

package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of decisions names each of them, and no test that is not there. */
class DecisionsTest {
  private static final Path DECISIONS = Path.of("src/docs/decisions");
  private static final Pattern DECISION = Pattern.compile("\\d{4}-[a-z0-9-]+\\.md");

  private static String list() throws IOException {
    return Files.readString(DECISIONS.resolve("README.md"));
  }

  @Test
  void eachDecisionIsListedOnce() throws IOException {
    // Given
    List<String> files;
    try (Stream<Path> all = Files.list(DECISIONS)) {
      files =
          all.map(file -> file.getFileName().toString())
              .filter(DECISION.asMatchPredicate())
              .toList();
    }

    // When
    List<String> listed = DECISION.matcher(list()).results().map(match -> match.group()).toList();

    // Then
    assertThat(listed).isSorted().containsExactlyInAnyOrderElementsOf(files);
  }

  @Test
  void eachTestThatIsNamedIsThere() throws IOException {
    assertThat(NamedTests.in(list())).hasSizeGreaterThan(50).allSatisfy(NamedTests::isThere);
  }
}

package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tests that a document names, such as {@code `JobPollTest`} or one method of it. */
final class NamedTests {
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z]\\w+(?:Test|IT))(?:\\.([a-z]\\w+))?`");

  private NamedTests() {}

  static List<MatchResult> in(String document) {
    return NAMED.matcher(document).results().toList();
  }

  static void isThere(MatchResult named) {
    Optional<Path> file = file(named.group(1) + ".java");
    assertThat(file).as(named.group()).isPresent();
    if (named.group(2) != null) {
      assertThat(Manifests.text(file.orElseThrow()))
          .as(named.group())
          .contains("void " + named.group(2) + "(");
    }
  }

  private static Optional<Path> file(String name) {
    try (Stream<Path> all = Files.walk(Path.of("src/test/java"))) {
      return all.filter(file -> file.endsWith(name)).findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents say what there is. */
class DocumentsTest {
  private static final Path DOCS = Path.of("src/docs");
  private static final Pattern ROOM = Pattern.compile("(?m)^\\| `([a-z]+)` \\|.*\\|.*\\|$");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)(?:#[^)]*)?\\)");

  @Test
  void everyRoomIsInTheArchitectureOnce() throws IOException {
    // Given
    List<String> rooms;
    try (Stream<Path> packages = Files.list(Path.of("src/main/java/io/sluice"))) {
      rooms =
          packages.filter(Files::isDirectory).map(room -> room.getFileName().toString()).toList();
    }
    String architecture = Files.readString(DOCS.resolve("architecture.md"));
    String table = architecture.substring(0, architecture.indexOf("## An export's flow"));

    // When
    List<String> listed = ROOM.matcher(table).results().map(match -> match.group(1)).toList();

    // Then
    assertThat(listed).containsExactlyInAnyOrderElementsOf(rooms);
  }

  @Test
  void everyGuaranteeNamesTestsThatAreThere() throws IOException {
    // Given
    List<String> promises =
        Files.readAllLines(DOCS.resolve("guarantees.md")).stream()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| promise |"))
            .toList();

    // Then
    assertThat(promises)
        .hasSizeGreaterThan(20)
        .allSatisfy(
            promise ->
                assertThat(NamedTests.in(promise)).isNotEmpty().allSatisfy(NamedTests::isThere));
  }

  static List<Path> documents() {
    return Stream.of(DOCS, Manifests.DEPLOY, Path.of(".github"), Path.of("README.md"))
        .flatMap(DocumentsTest::markdown)
        .toList();
  }

  private static Stream<Path> markdown(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".md")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkLeadsToAFile(Path document) throws IOException {
    assertThat(LINK.matcher(Files.readString(document)).results().map(DocumentsTest::target))
        .allSatisfy(target -> assertThat(document.resolveSibling(target).normalize()).exists());
  }

  private static String target(MatchResult link) {
    return link.group(1);
  }
}

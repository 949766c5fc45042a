package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the code cites is in src/docs: sections of storage-api.md, decisions, documents. */
class CitationsTest {
  private static final Path DOCS = Path.of("src/docs");
  private static final Pattern HEADING = Pattern.compile("^##+ (\\d+(?:\\.\\d+)*)\\.? .*");
  private static final Pattern ROW = Pattern.compile("^(\\d+)\\. .*");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)*");
  private static final Pattern FACTS =
      Pattern.compile(
          "storage-api\\.md ((?:no\\. )?\\d+(?:\\.\\d+)*(?:(?:, no\\. |, | to | and )\\d+(?:\\.\\d+)*)*)");
  private static final Pattern DECISIONS =
      Pattern.compile("\\b(?:ADR|[Dd]ecisions?) (\\d{4}(?:(?:, | and )\\d{4})*)");
  private static final Pattern DOCUMENT = Pattern.compile("\\b[\\w-]+\\.md\\b");

  /** A source's text with each comment on one line. */
  private static List<String> sources() {
    List<String> sources = new ArrayList<>();
    for (String root : List.of("src/main/java", "src/sandbox/java", "src/test/java")) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(
                file -> sources.add(Manifests.text(file).replaceAll("\\s+(\\*|//)?\\s*", " ")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sources;
  }

  private static Stream<String> cited(Pattern citation) {
    return sources().stream()
        .flatMap(source -> citation.matcher(source).results().map(MatchResult::group))
        .distinct();
  }

  private static Stream<String> numbers(String citation) {
    return NUMBER.matcher(citation).results().map(MatchResult::group);
  }

  /** Its headings' numbers, and the rows of a section's list: {@code 10.18}. */
  private static Set<String> facts() throws IOException {
    Set<String> facts = new HashSet<>();
    String section = "";
    for (String line : Files.readAllLines(DOCS.resolve("storage-api.md"))) {
      Matcher heading = HEADING.matcher(line);
      Matcher row = ROW.matcher(line);
      if (heading.matches()) {
        section = heading.group(1);
        facts.add(section);
      } else if (row.matches()) {
        facts.add(section + "." + row.group(1));
      }
    }
    return facts;
  }

  @Test
  void eachFactThatIsCitedIsThere() throws IOException {
    // Given
    Set<String> facts = facts();
    assertThat(facts).contains("1", "1.4", "10.18", "12.2", "12.2.6").doesNotContain("12.99");

    // When
    List<String> cited = cited(FACTS).toList();

    // Then
    assertThat(cited)
        .hasSizeGreaterThan(25)
        .allSatisfy(citation -> assertThat(numbers(withoutRows(citation))).isSubsetOf(facts));
  }

  /** {@code 12.2, no. 10} is {@code 12.2.10}. */
  private static String withoutRows(String citation) {
    return citation.replace(", no. ", ".");
  }

  @Test
  void eachDecisionThatIsCitedIsThere() throws IOException {
    // Given
    List<String> decisions;
    try (Stream<Path> files = Files.list(DOCS.resolve("decisions"))) {
      decisions = files.map(file -> file.getFileName().toString().substring(0, 4)).toList();
    }

    // When
    List<String> cited = cited(DECISIONS).flatMap(CitationsTest::numbers).toList();

    // Then
    assertThat(cited).isNotEmpty().isSubsetOf(decisions);
  }

  @Test
  void eachDocumentThatIsNamedIsThere() throws IOException {
    // Given
    Set<String> documents = new HashSet<>();
    for (Path folder : List.of(DOCS, Manifests.DEPLOY)) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.forEach(file -> documents.add(file.getFileName().toString()));
      }
    }

    // Then
    assertThat(cited(DOCUMENT)).isNotEmpty().isSubsetOf(documents);
  }
}

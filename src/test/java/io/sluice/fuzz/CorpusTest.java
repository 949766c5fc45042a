package io.sluice.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What mutations begin with is good as it is, so that a reader is left early by none of it. */
class CorpusTest {
  private static final long SMALL = 16 << 10;

  static List<String> targets() {
    return Targets.names();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void everyEntryIsSmallAndRead(String name) throws Exception {
    try (Target target = Targets.of(name)) {
      for (Path file : Corpus.files(name)) {
        // When
        String outcome = target.run(Corpus.read(file));

        // Then
        assertThat(outcome)
            .as(file.toString())
            .doesNotContain("corrupt", "refused", "invalid", "unreadable", "malformed", "0 of");
        assertThat(file.toFile().length()).isLessThanOrEqualTo(SMALL);
      }
    }
  }

  /** The Parquet and gzip entries: {@code ./mvnw test -Dtest=CorpusTest -Dcorpus=write}. */
  @Test
  @EnabledIfSystemProperty(named = "corpus", matches = "write")
  void writesTheEntriesThatNobodyTypes() throws IOException {
    for (Map.Entry<Path, byte[]> entry : CorpusEntries.made().entrySet()) {
      Files.write(entry.getKey(), entry.getValue());
      assertThat(entry.getKey()).isNotEmptyFile();
    }
  }
}

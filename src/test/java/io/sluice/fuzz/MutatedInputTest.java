package io.sluice.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes become, the reader ends in a right result or in a failure of our own. */
class MutatedInputTest {
  private static final int CASES = Integer.getInteger("fuzz.cases", 1_500);
  private static final long SEED = Long.getLong("fuzz.seed", 7L);
  private static final Duration TIME = Duration.ofSeconds(Long.getLong("fuzz.seconds", 2L));

  static List<String> targets() {
    return Targets.names();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void noBytesLeadToAnythingElse(String name) throws Exception {
    assumeThat(name).matches(System.getProperty("fuzz.target", ".*"));

    // When
    Fuzz.Report report;
    try (Fuzz fuzz = new Fuzz(Targets.of(name))) {
      report = fuzz.run(SEED, CASES, TIME);
    }

    // Then
    assertThat(report.findings()).isEmpty();
    assertThat(report.outcomes()).as("ways to end").hasSizeGreaterThan(1);
  }

  /** {@code -Dfuzz.replay=target/fuzz/parquet-7-93}: the target's name begins the file's. */
  @Test
  @EnabledIfSystemProperty(named = "fuzz.replay", matches = ".+")
  void theseBytesLeadToNothingElse() throws Exception {
    Path file = Path.of(System.getProperty("fuzz.replay"));
    String name =
        Targets.names().stream()
            .filter(target -> file.getFileName().toString().startsWith(target))
            .reduce((shorter, longer) -> longer)
            .orElseThrow();
    List<String> findings = new ArrayList<>();
    try (Fuzz fuzz = new Fuzz(Targets.of(name))) {
      fuzz.one(Corpus.read(file), "replayed", findings);
    }
    assertThat(findings).isEmpty();
  }
}

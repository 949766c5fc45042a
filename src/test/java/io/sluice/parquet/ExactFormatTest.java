package io.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.VersionParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What readers conclude from a file without looking at each value. */
class ExactFormatTest {
  @TempDir Path directory;
  private final Duck duck = new Duck();

  @AfterEach
  void close() {
    duck.close();
  }

  /** DuckDB ranks NaN above all numbers and skips what the bounds say holds nothing. */
  @ParameterizedTest
  @CsvSource({
    "mixed > 49, 200",
    "mixed = 'nan', 200",
    "mixed >= 0, 20000",
    "pages > 100000, 10000"
  })
  void noRowIsLostToBoundsThatDoNotKnowOfNan(String filter, long expected) {
    // Given
    String text =
        IntStream.range(0, 20_000)
            .mapToObj(
                row ->
                    (row % 100 == 99 ? "NaN" : "" + row % 50)
                        + ","
                        + (row < 10_000 ? "NaN" : "" + row))
            .collect(Collectors.joining("\n"));
    Merging merging =
        new Merging(directory)
            .csv(Duck.gzip(directory.resolve("a.csv.gz"), text + "\n"))
            .column("mixed", "FLOAT")
            .column("pages", "FLOAT");

    // When
    merging.run();

    // Then
    assertThat(count(merging, filter)).isEqualTo(expected);
    assertThat(
            duck.rows(
                "SELECT DISTINCT stats_max_value, stats_min_value FROM parquet_metadata('"
                    + merging.output()
                    + "')"))
        .allSatisfy(bounds -> assertThat(bounds).containsOnlyNulls());
  }

  static Stream<Arguments> edges() {
    return IntStream.rangeClosed(1, 38)
        .boxed()
        .flatMap(
            precision -> {
              BigInteger limit = BigInteger.TEN.pow(precision);
              return Stream.of(
                  Arguments.of(precision, limit.subtract(BigInteger.ONE), true),
                  Arguments.of(precision, limit.subtract(BigInteger.ONE).negate(), true),
                  Arguments.of(precision, limit, false),
                  Arguments.of(precision, limit.negate(), false));
            });
  }

  @ParameterizedTest
  @MethodSource("edges")
  void aDecimalHoldsAsManyDigitsAsItSays(int precision, BigInteger value, boolean fits) {
    // Given
    Merging merging =
        new Merging(directory)
            .csv(Duck.gzip(directory.resolve("a.csv.gz"), value + "\n1\n"))
            .column("n", "NUMERIC", "NUMBER", precision + ",0");

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.warnings()).hasSize(fits ? 0 : 1);
    assertThat(duck.rows("SELECT CAST(n AS VARCHAR) FROM '" + merging.output() + "' LIMIT 1"))
        .containsExactly(List.of("" + value));
  }

  @Test
  void oldReadersFindAMomentsTypeAndWhoWroteIt() throws Exception {
    // Given
    Merging merging =
        new Merging(directory)
            .csv(Duck.gzip(directory.resolve("a.csv.gz"), "\"2022-01-31 12:00:01 +0000\"\n"))
            .column("at", "TIMESTAMP", "TIMESTAMP_TZ", "");

    // When
    merging.run();

    // Then
    assertThat(
            duck.rows(
                "SELECT CAST(converted_type AS VARCHAR) FROM parquet_schema('"
                    + merging.output()
                    + "') WHERE name = 'at'"))
        .containsExactly(List.of("TIMESTAMP_MICROS"));
    VersionParser.ParsedVersion version =
        VersionParser.parse(
            duck.rows("SELECT created_by FROM parquet_file_metadata('" + merging.output() + "')")
                .get(0)
                .get(0));
    assertThat(version.application).isEqualTo("sluice");
    assertThat(version.version).isNotBlank();
    assertThat(version.appBuildHash).isNotBlank();
  }

  private long count(Merging merging, String filter) {
    String sql = "SELECT CAST(count(*) AS VARCHAR) FROM '%s' WHERE %s";
    return Long.parseLong(duck.rows(sql.formatted(merging.output(), filter)).get(0).get(0));
  }
}

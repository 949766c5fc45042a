package io.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.csv.CsvSummary;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.sluice.parquet.MergeRequest.CsvDialect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Arrow's CSV parser gets wrong, or takes without a word, comes out right or is refused. */
class ExactCsvTest {
  /** Rows before the one that matters: Arrow goes wrong from the second chunk of a block on. */
  private static final int FILLER = 40_000;

  private static final String NUL = "\0";

  @TempDir Path directory;
  private final Duck duck = new Duck();

  @AfterEach
  void close() {
    duck.close();
  }

  private Merging merging(int columns, String... slices) {
    Merging merging = new Merging(directory);
    for (int i = 0; i < slices.length; i++) {
      merging.csv(Duck.gzip(directory.resolve("slice-" + i + ".csv.gz"), slices[i]));
    }
    IntStream.range(0, columns).forEach(c -> merging.column("c" + c, "STRING"));
    return merging;
  }

  private List<List<String>> lastRows(Merging merging, int rows) {
    List<List<String>> all =
        duck.rows("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM '" + merging.output() + "'");
    return all.subList(all.size() - rows, all.size());
  }

  static Stream<Arguments> slicesWithNul() {
    String one = ("\"" + "x".repeat(38) + "\"\n").repeat(FILLER);
    String two = ("\"" + "x".repeat(18) + "\",\"" + "y".repeat(18) + "\"\n").repeat(FILLER);
    return Stream.of(
        Arguments.of(
            one + "\"pp\0\"\n\"b\"\n\"c\"\n\"d\"\n",
            1,
            List.of(List.of("pp" + NUL), List.of("b"), List.of("c"), List.of("d"))),
        Arguments.of(
            two + "\"200\",\"pppp\0\"\"cd\"\n", 2, List.of(List.of("200", "pppp" + NUL + "\"cd"))),
        Arguments.of(two + "\"200\",\"pppp\0\"\n", 2, List.of(List.of("200", "pppp" + NUL))),
        Arguments.of(
            two + ",\"\"\n\0,\"\0,\r\n\0\"\r\n\"\",a\"b",
            2,
            List.of(
                Arrays.asList(null, ""), List.of(NUL, NUL + ",\r\n" + NUL), List.of("", "a\"b"))),
        Arguments.of(
            "\n\"\0\"\n\n",
            1,
            List.of(Arrays.asList((String) null), List.of(NUL), Arrays.asList((String) null))));
  }

  @ParameterizedTest
  @MethodSource("slicesWithNul")
  void valuesWithNulComeOutAsTheyAre(String csv, int columns, List<List<String>> expected) {
    // Given
    Merging merging = merging(columns, csv);

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.rows())
        .isEqualTo(expected.size() + csv.lines().filter(l -> l.contains("xxx")).count());
    assertThat(lastRows(merging, expected.size())).isEqualTo(expected);
  }

  @Test
  void largeCellsBesideNulComeOutAsTheyAre() {
    // Given
    String large = "ž".repeat(8_000_000);
    Merging merging =
        merging(2, "\"\0\",\"" + large + "\"\n".repeat(1) + "\"b\",\"" + large + "\"\n");

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.rows()).isEqualTo(2);
    assertThat(duck.rows("SELECT c0, length(c1) FROM '" + merging.output() + "'"))
        .containsExactly(List.of(NUL, "8000000"), List.of("b", "8000000"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"a\",\"\0\"\n\"b\"\n", "\"\0\"\n", "\"a\",\"\0\",\"c\"\n", "\"\0\",b\n\na,b\n"})
  void rowsOfAnotherWidthBesideNulAreRefused(String csv) {
    // Given
    Merging merging = merging(2, "\"good\",\"\"\n", csv);

    // When
    SluiceException failure = catchThrowableOfType(SluiceException.class, merging::run);

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.SLICE_CORRUPT);
    assertThat(failure).hasMessageContaining("slice-1.csv.gz");
    assertThat(merging.output()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void textThatIsNoUtf8IsRefused(boolean nul) throws Exception {
    // Given
    Path slice = directory.resolve("bad.csv");
    Files.write(
        slice,
        ("\"a" + (nul ? NUL : "") + "\",\"\u00ff\"\n").getBytes(StandardCharsets.ISO_8859_1));
    Merging merging = new Merging(directory).csv(slice).column("a", "STRING").column("b", "STRING");

    // When
    SluiceException failure = catchThrowableOfType(SluiceException.class, merging::run);

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.SLICE_CORRUPT);
    assertThat(failure).hasMessageContaining("bad.csv").hasMessageContaining("UTF");
  }

  static Stream<Arguments> largeFirstRows() {
    String cell = "\"" + "x".repeat(1_150_000) + "\"";
    String wide =
        IntStream.range(0, 40)
            .mapToObj(c -> "\"" + "w".repeat(30_000) + "\"")
            .collect(Collectors.joining(","));
    String two = "\"" + "x".repeat(2 << 20) + "\"";
    String sixteen = "\"" + "z".repeat(16 << 20) + "\"";
    return Stream.of(
        Arguments.of("a first cell of 1.1 MiB", 1, List.of(cell + "\n\"b\"\n\"c\"\n"), 3),
        Arguments.of("an only row of 2 MiB", 1, List.of(two + "\n"), 1),
        Arguments.of("an only row of 2 MiB without its line end", 1, List.of(two), 1),
        Arguments.of("an only small row without its line end", 1, List.of("\"x\""), 1),
        Arguments.of("a large row without its line end", 1, List.of("\"x\"\n" + two), 2),
        Arguments.of("40 cells of 30 kB", 40, List.of(wide + "\n" + wide + "\n"), 2),
        Arguments.of("a second slice", 1, List.of("\"a\"\n", cell + "\n\"b\"\n"), 3),
        Arguments.of("16 MiB", 1, List.of(sixteen + "\n" + sixteen + "\n"), 2),
        Arguments.of(
            "exactly a block", 1, List.of("\"" + "x".repeat((1 << 20) - 3) + "\"\n\"b\"\n"), 2),
        Arguments.of(
            "one more than a block",
            1,
            List.of("\"" + "x".repeat((1 << 20) - 2) + "\"\n\"b\"\n"),
            2));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("largeFirstRows")
  @Holds(Fact.LARGE_CELLS)
  void aFirstRowMayBeLarge(String name, int columns, List<String> slices, int rows) {
    // Given
    Merging merging = merging(columns, slices.toArray(String[]::new));
    int bytes = slices.stream().mapToInt(csv -> csv.replaceAll("[\",\n]", "").length()).sum();
    String length =
        IntStream.range(0, columns)
            .mapToObj(c -> "sum(length(c" + c + "))")
            .collect(Collectors.joining("+"));

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.rows()).isEqualTo(rows);
    assertThat(duck.rows("SELECT " + length + " FROM '" + merging.output() + "'"))
        .containsExactly(List.of(String.valueOf(bytes)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"1\",\"2\"\n\"3\",\"4\n",
        "\"1\",\"2\"\n\"3\",\"4",
        "\"1\",\"2\"\n\"3\"x,\"4\"\n",
        "\"1\",\"2\"\n\n\"3\",\"4\"\n",
        "\"1\",\"2\"\n\r\n\"3\",\"4\"\n",
        "1,2\n\n"
      })
  void aRecordThatNoBackendWritesIsRefusedByItsNumber(String csv) {
    // Given
    Merging merging = merging(2, "\"good\",\"\"\n", csv);

    // When
    SluiceException failure = catchThrowableOfType(SluiceException.class, merging::run);

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.SLICE_CORRUPT);
    assertThat(failure).hasMessageContaining("slice-1.csv.gz").hasMessageContaining("record 2");
    assertThat(merging.output()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\" ; \"\"bb'\",\" , '  \"\n", ",\" \"\n", "a,b"})
  void aLoneRecordComesThrough(String csv) {
    // Given
    Merging merging = merging(2, csv);

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.rows()).isOne();
  }

  @Test
  void rowsThatAreNotAsManyAsWereCountedAreRefused() {
    // Given
    Path slice = Duck.gzip(directory.resolve("slice.csv.gz"), "a,b\nc,d\n");
    CsvSummary counted = new CsvSummary(3, 12, 2, 4, OptionalLong.empty(), false, false, false);
    Merging merging =
        new Merging(directory)
            .csv(slice)
            .counted(slice, counted)
            .column("a", "STRING")
            .column("b", "STRING");

    // When
    SluiceException failure = catchThrowableOfType(SluiceException.class, merging::run);

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.SLICE_CORRUPT);
    assertThat(failure).hasMessageContaining("slice.csv.gz holds 3 records, but 2 rows were read");
    assertThat(merging.output()).doesNotExist();
  }

  @Test
  void aRecordTooLongForMemoryIsRefused() {
    // Given
    Path slice = Duck.gzip(directory.resolve("slice.csv.gz"), "a\nb\n");
    CsvSummary counted =
        new CsvSummary(2, 301 << 20, 1, 300 << 20, OptionalLong.empty(), false, false, false);
    Merging merging =
        new Merging(directory).csv(slice).counted(slice, counted).column("a", "STRING");

    // When
    SluiceException failure = catchThrowableOfType(SluiceException.class, merging::run);

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.SLICE_TOO_LARGE);
    assertThat(failure).hasMessageContaining("slice.csv.gz has a record of 300 MiB");
  }

  @Test
  void aValueThatIsLargerThanAnyBackendHoldsIsRefusedBesideNul() {
    // Given
    Merging merging = merging(2, "\"\0\",\"" + "x".repeat(17 << 20) + "\"\n");

    // When
    SluiceException failure = catchThrowableOfType(SluiceException.class, merging::run);

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.SLICE_CORRUPT);
    assertThat(failure).hasMessageContaining("slice-0.csv.gz").hasMessageContaining("16842752");
  }

  @Test
  void aByteOrderMarkThatIsAValueIsKept() {
    // Given
    Merging merging = merging(2, "\uFEFFx,y\n\uFEFFz,\n").dialect(CsvDialect.BIGQUERY);

    // When
    merging.run();

    // Then
    assertThat(lastRows(merging, 2))
        .containsExactly(List.of("\uFEFFx", "y"), Arrays.asList("\uFEFFz", null));
  }

  @Test
  void quotesInTheMiddleAndAllLineEndsAreTakenAsTheyAre() {
    // Given
    Merging merging = merging(2, "5\" disk,a\"b\"\r\n\"\"\"\",\"\r\"\r\"\n\",\\\"\n'a',\"\"");

    // When
    merging.run();

    // Then
    assertThat(lastRows(merging, 4))
        .containsExactly(
            List.of("5\" disk", "a\"b\""),
            List.of("\"", "\r"),
            List.of("\n", "\\\""),
            List.of("'a'", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,\"a\"\n2,", "\"1\",\"a\"\n\"2\",", "1,\n2,"})
  void aLastValueThatIsMissingWithItsLineEndIsNull(String csv) {
    // Given
    Merging merging = merging(2, csv);

    // When
    merging.run();

    // Then
    assertThat(lastRows(merging, 1)).containsExactly(Arrays.asList("2", null));
  }
}

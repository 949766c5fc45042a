package io.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value that becomes another one is told, once for each column and kind; equal ones are not. */
class ChangedValuesTest {
  @TempDir Path directory;
  private final Duck duck = new Duck();

  @AfterEach
  void close() {
    duck.close();
  }

  private Path slice(String name, String text) {
    return Duck.gzip(directory.resolve(name + ".csv.gz"), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INTEGER||00123|123|leading zeros were dropped",
        "INTEGER||-007|-7|leading zeros were dropped",
        "INTEGER||000|0|leading zeros were dropped",
        "NUMERIC|10,2|00.50|0.50|leading zeros were dropped",
        "NUMERIC|38,0|00000000000000000000000000000000000000000000000001|1|leading zeros were dropped",
        "FLOAT||007.5|7.5|leading zeros were dropped",
        "FLOAT||01234567890123456789.5|1.2345678901234568e+18|was rounded",
        "FLOAT||1e400|inf|became infinite",
        "FLOAT||-1.7976931348623159e308|-inf|became infinite",
        "FLOAT||1e-400|0.0|became zero",
        "FLOAT||-2.4e-324|-0.0|became zero",
        "FLOAT||9007199254740993|9007199254740992.0|was rounded",
        "FLOAT||9007199254740993.0|9007199254740992.0|was rounded",
        "FLOAT||0009007199254740993|9007199254740992.0|was rounded",
        "FLOAT||0.123456789012345678901234567890|0.12345678901234568|was rounded",
        "TIMESTAMP||2022-01-31 12:00:01.123456789|2022-01-31 12:00:01.123456|cut to microseconds",
        "TIMESTAMP||2022-01-31 12:00:01.000000001|2022-01-31 12:00:01|cut to microseconds"
      })
  void aValueThatChangesIsToldWithItsRow(
      String type, String length, String text, String becomes, String told) {
    // Given
    Merging merging =
        new Merging(directory)
            .csv(
                slice("a", "\"1\",\n".repeat(3)),
                slice("b", "\"2\",\n\"3\",\"" + text + "\"\n\"4\",\"" + text + "\"\n"))
            .column("id", "INTEGER")
            .column("c", type, "", length == null ? "" : length);

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(duck.column(merging.output(), "c"))
        .containsExactly(null, null, null, null, becomes, becomes);
    assertThat(result.warnings())
        .singleElement()
        .asString()
        .contains(
            "The column \"c\"",
            told,
            "in 2 rows",
            "first in row 5",
            "\"" + text.substring(0, Math.min(60, text.length())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INTEGER||+5|5",
        "INTEGER||5.0|5",
        "INTEGER||5.|5",
        "INTEGER||1e3|1000",
        "INTEGER||-0|0",
        "INTEGER||0|0",
        "NUMERIC|10,2|.5|0.50",
        "NUMERIC|10,2|0.5|0.50",
        "NUMERIC|10,2|0|0.00",
        "FLOAT||0.1|0.1",
        "FLOAT||0|0.0",
        "FLOAT||0e0|0.0",
        "FLOAT||1e23|1e+23",
        "FLOAT||100000000000000000000000|1e+23",
        "FLOAT||99999999999999991611392|1e+23",
        "FLOAT||123456789012345680000|1.2345678901234568e+20",
        "FLOAT||0.00000000000000000e99999999999|0.0",
        "FLOAT||0.10000000000000001|0.1",
        "FLOAT||9007199254740992|9007199254740992.0",
        "FLOAT||inf|inf",
        "FLOAT||5e-324|5e-324",
        "TIMESTAMP||2022-01-31 12:00:01.123456000|2022-01-31 12:00:01.123456",
        "TIMESTAMP||2022-01-31 12:00:01.5Z|2022-01-31 12:00:01.5",
        "DATE||2022-01-31 00:00:00.000|2022-01-31",
        "BOOLEAN||1|true"
      })
  void anEqualValueIsNotTold(String type, String length, String text, String becomes) {
    // Given
    Merging merging =
        new Merging(directory)
            .csv(slice("a", "\"" + text + "\"\n\"\"\n"))
            .column("c", type, "", length == null ? "" : length);

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(duck.column(merging.output(), "c")).containsExactly(becomes, null);
    assertThat(result.warnings()).isEmpty();
  }

  @Test
  void aTimeNextToMidnightIsNoDate() {
    // Given
    Merging merging =
        new Merging(directory)
            .csv(slice("a", "\"2022-01-31 00:00:00.0000001\"\n"))
            .column("c", "DATE");

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(duck.column(merging.output(), "c")).containsExactly("2022-01-31 00:00:00.0000001");
    assertThat(result.warnings()).singleElement().asString().contains("stays varchar");
  }

  @Test
  void kindsAreToldApartAndCountedOverBatchesAndSlices() {
    // Given
    String plain = "1.5,2020-01-01 00:00:00\n".repeat(70_000);
    Merging merging =
        new Merging(directory)
            .csv(
                slice("a", plain + "007,2020-01-01 00:00:00.000000001\n"),
                slice("b", "1e400,\n" + plain + "008,\n"))
            .column("f", "FLOAT")
            .column("t", "TIMESTAMP");

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.warnings())
        .satisfiesExactly(
            zeros -> assertThat(zeros).contains("\"f\"", "in 2 rows", "row 70001", "\"007\""),
            infinite -> assertThat(infinite).contains("\"f\"", "in 1 row,", "row 70002", "1e400"),
            nanos -> assertThat(nanos).contains("\"t\"", "in 1 row,", "row 70001"));
  }

  @Test
  void whatAFailedColumnWouldHaveLostIsNotTold() {
    // Given
    Merging merging =
        new Merging(directory)
            .csv(slice("a", "007,007\nx,8\n"))
            .column("a", "INTEGER")
            .column("b", "INTEGER");

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.warnings())
        .satisfiesExactly(
            bad -> assertThat(bad).contains("\"a\" stays varchar", "row 2"),
            zeros -> assertThat(zeros).contains("\"b\"", "leading zeros", "in 1 row,"));
    assertThat(duck.column(merging.output(), "a")).containsExactly("007", "x");
  }

  @Test
  void whatIsShownSteersNoTerminal() {
    // Given
    Merging merging =
        new Merging(directory).csv(slice("a", "\"\u001b[2J\u202e1\"\n")).column("c", "INTEGER");

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.warnings())
        .singleElement()
        .asString()
        .contains("\"?[2J?1\"")
        .doesNotContain("\u001b", "\u202e");
  }

  @Test
  void manyColumnsMakeABoundedList() {
    // Given
    int columns = 150;
    Merging merging =
        new Merging(directory).csv(slice("a", "01" + ",01".repeat(columns - 1) + "\n"));
    for (int i = 0; i < columns; i++) {
      merging.column("c" + i, "INTEGER");
    }

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.warnings()).hasSize(101).last().asString().startsWith("50 more");
  }

  @Test
  void nanosecondsOfParquetAreCutAndTold() {
    // Given
    Path slice = directory.resolve("a.parquet");
    duck.run(
        "COPY (SELECT CASE WHEN i % 2 = 0 THEN make_timestamp_ns(1643630401123456000 + i) END AS t"
            + " FROM range(10) r(i)) TO '"
            + slice
            + "'");
    Merging merging = new Merging(directory).parquet(slice).column("t", "TIMESTAMP");

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(duck.types(merging.output())).containsExactly("t TIMESTAMP");
    assertThat(result.warnings())
        .singleElement()
        .asString()
        .contains("cut to microseconds", "in 4 rows", "first in row 3")
        .contains("2022-01-31T12:00:01.123456002");
  }
}

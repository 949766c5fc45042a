package io.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.sluice.parquet.MergeRequest.CsvDialect;
import io.sluice.parquet.MergeRequest.Types;
import io.sluice.parquet.MergeResult.ResultColumn;
import io.sluice.parquet.file.SliceFooter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvMergeTest {
  @TempDir Path directory;
  private final Duck duck = new Duck();

  @AfterEach
  void close() {
    duck.close();
  }

  private Path slice(String name, String text) {
    return Duck.gzip(directory.resolve(name + ".csv.gz"), text);
  }

  private List<List<String>> rows(Merging merging) {
    return duck.rows("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM '" + merging.output() + "'");
  }

  @Test
  @Holds({Fact.CSV_DIALECT, Fact.SNOWFLAKE_TIME, Fact.SNOWFLAKE_QUOTES})
  void declaredTypesComeOut() {
    // Given
    Merging merging =
        new Merging(directory)
            .csv(
                slice(
                    "a",
                    "\"1\",\"Žluť\",\"1.50\",\"2022-01-31\",\"2022-01-31 12:00:01.123456789\",\"true\",\"1e3\"\n"),
                slice(
                    "b",
                    "\"2\",\"a \"\"b\"\",\n c\",,\"\",\"2022-02-01 00:00:00\",\"0\",\"-2.5\"\n"))
            .column("id", "INTEGER")
            .column("name", "STRING")
            .column("price", "NUMERIC", "NUMBER", "10,2")
            .column("day", "DATE")
            .column("at", "TIMESTAMP", "TIMESTAMP_NTZ", "")
            .column("paid", "BOOLEAN")
            .column("ratio", "FLOAT");

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(duck.types(merging.output()))
        .containsExactly(
            "id BIGINT",
            "name VARCHAR",
            "price DECIMAL(10,2)",
            "day DATE",
            "at TIMESTAMP",
            "paid BOOLEAN",
            "ratio DOUBLE");
    assertThat(rows(merging))
        .containsExactly(
            List.of(
                "1", "Žluť", "1.50", "2022-01-31", "2022-01-31 12:00:01.123456", "true", "1000.0"),
            Arrays.asList("2", "a \"b\",\n c", null, null, "2022-02-01 00:00:00", "false", "-2.5"));
    assertThat(result.rows()).isEqualTo(2);
    assertThat(result.warnings())
        .singleElement()
        .asString()
        .contains("\"at\" is timestamp", "cut to microseconds", "row 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INTEGER||-9223372036854775808|-9223372036854775808",
        "INTEGER||12.000|12",
        "INTEGER||+7|7",
        "NUMERIC|38,9|-12345678901234567890123456789.123456789|-12345678901234567890123456789.123456789",
        "NUMERIC|38,9|1.100000000|1.100000000",
        "NUMERIC|4,1|12.300|12.3",
        "NUMERIC||1.5|1.500000000",
        "NUMERIC|18,2|1e3|1000.00",
        "FLOAT||0.1|0.1",
        "FLOAT||-1.7976931348623157E308|-1.7976931348623157e+308",
        "FLOAT||NaN|nan",
        "FLOAT||-inf|-inf",
        "BOOLEAN||t|true",
        "BOOLEAN||F|false",
        "BOOLEAN||TRUE|true",
        "BOOLEAN||1|true",
        "BOOLEAN||0|false",
        "DATE||2024-02-29|2024-02-29",
        "DATE||9999-12-31|9999-12-31",
        "DATE||0001-01-01|0001-01-01",
        "TIMESTAMP||2022-01-01 12:00:01 UTC|2022-01-01 12:00:01",
        "TIMESTAMP||2022-01-01T12:00:01.5Z|2022-01-01 12:00:01.5",
        "TIMESTAMP||1969-12-31 23:59:59.999999|1969-12-31 23:59:59.999999",
        "TIMESTAMP||9999-12-31 23:59:59|9999-12-31 23:59:59"
      })
  @Holds({Fact.BIGQUERY_TIME, Fact.SNOWFLAKE_TIME, Fact.SNOWFLAKE_QUOTES})
  void textConverts(String baseType, String length, String text, String expected) {
    // Given
    Merging merging =
        new Merging(directory)
            .csv(slice("a", "\"" + text + "\"\n"))
            .column("c", baseType, "", length == null ? "" : length);

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.warnings()).isEmpty();
    assertThat(duck.column(merging.output(), "c")).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INTEGER||9223372036854775808",
        "INTEGER||1.5",
        "INTEGER||12a",
        "INTEGER||' 1'",
        "NUMERIC|4,1|12.34",
        "NUMERIC|4,1|1234.5",
        "NUMERIC|38,9|1e999999999",
        "FLOAT||1,5",
        "FLOAT||0x1p3",
        "BOOLEAN||yes",
        "DATE||2023-02-29",
        "DATE||31.1.2023",
        "DATE||2023-01-01 12:00:00",
        "TIMESTAMP||2022-01-01 12:00:01 +0100",
        "TIMESTAMP||2022-01-01 24:00:00",
        "TIMESTAMP||2022-01-01 12:00.5",
        "TIMESTAMP||yesterday"
      })
  void whatDoesNotConvertStaysTextWithAWarning(String baseType, String length, String text) {
    // Given
    Merging merging =
        new Merging(directory)
            .csv(slice("a", "\"\",\"1\"\n,\"2\"\n"), slice("b", "\"" + text + "\",\"3\"\n"))
            .column("c", baseType, "", length == null ? "" : length)
            .column("d", "INTEGER");

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.warnings())
        .singleElement()
        .asString()
        .contains("column \"c\" stays varchar", "row 3", "\"" + text + "\"");
    assertThat(result.columns())
        .containsExactly(new ResultColumn("c", "varchar"), new ResultColumn("d", "bigint"));
    assertThat(duck.column(merging.output(), "c")).containsExactly("", null, text);
    assertThat(duck.column(merging.output(), "d")).containsExactly("1", "2", "3");
  }

  @Test
  void everyColumnThatDoesNotConvertIsFoundInOnePass() {
    // Given
    AtomicLong read = new AtomicLong();
    AtomicLong shown = new AtomicLong();
    String good = "\"1\",\"2020-01-01\",\"1.0\"\n".repeat(30_000);
    Merging merging =
        new Merging(directory)
            .csv(
                slice(
                    "a", good + "\"x\",\"2020-01-01\",\"1.0\"\n" + good + "\"2\",\"y\",\"1.0\"\n"))
            .column("a", "INTEGER")
            .column("b", "DATE")
            .column("c", "FLOAT")
            .listener(
                rows -> {
                  read.addAndGet(Math.max(0, rows));
                  shown.addAndGet(rows);
                });

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.rows()).isEqualTo(60_002);
    assertThat(read).hasValue(2 * 60_002);
    assertThat(shown).hasValue(60_002);
    assertThat(result.warnings())
        .satisfiesExactly(
            first -> assertThat(first).contains("\"a\"", "row 30001", "\"x\""),
            second -> assertThat(second).contains("\"b\"", "row 60002", "\"y\""));
  }

  @Test
  @Holds(Fact.SNOWFLAKE_NULL)
  void nullAndTheEmptyStringStayApart() {
    // Given
    Merging merging =
        new Merging(directory)
            .csv(slice("a", "\"\",1\n,2\n\"NULL\",3\nNA,4\n\\N,5\n"))
            .column("c", "STRING")
            .column("n", "INTEGER");

    // When
    merging.run();

    // Then
    assertThat(duck.column(merging.output(), "c")).containsExactly("", null, "NULL", "NA", "\\N");
  }

  @Test
  void anEmptyLineOfASingleColumnIsANull() {
    // Given
    Merging merging =
        new Merging(directory).csv(slice("a", "\"x\"\n\n\"\"\n\n")).column("c", "STRING");

    // When
    merging.run();

    // Then
    assertThat(duck.column(merging.output(), "c")).containsExactly("x", null, "", null);
  }

  @Test
  @Holds(Fact.BIGQUERY_TIME)
  void bigQueryTimestampsAreInstants() {
    // Given
    Merging merging =
        new Merging(directory)
            .csv(slice("a", "2022-01-01 12:00:01 UTC,plain\n2022-01-01 12:00:01.25+02:00,\n"))
            .dialect(CsvDialect.BIGQUERY)
            .column("at", "TIMESTAMP", "TIMESTAMP", "")
            .column("s", "STRING");

    // When
    merging.run();

    // Then
    assertThat(duck.types(merging.output()))
        .containsExactly("at TIMESTAMP WITH TIME ZONE", "s VARCHAR");
    assertThat(duck.column(merging.output(), "at"))
        .containsExactly("2022-01-01 12:00:01+00", "2022-01-01 10:00:01.25+00");
  }

  @Test
  @Holds(Fact.LARGE_CELLS)
  void cellsLargerThanABlockAreRead() {
    // Given
    String large = "ž".repeat(8_000_000);
    String filler =
        IntStream.range(0, 50_000).mapToObj(i -> i + ",f\n").collect(Collectors.joining());
    Merging merging =
        new Merging(directory)
            .csv(slice("a", filler + "-1,\"" + large + "\"\n" + filler))
            .column("i", "INTEGER")
            .column("s", "STRING");

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.rows()).isEqualTo(100_001);
    assertThat(duck.rows("SELECT count(*), sum(i), max(length(s)) FROM '" + merging.output() + "'"))
        .containsExactly(List.of("100001", "2499949999", "8000000"));
  }

  @Test
  void manyColumnsComeThrough() throws IOException {
    // Given
    int columns = 1200;
    String row =
        IntStream.range(0, columns)
            .mapToObj(i -> "\"v" + i + "\"")
            .collect(Collectors.joining(","));
    Merging merging = new Merging(directory).csv(slice("a", (row + "\n").repeat(500)));
    IntStream.range(0, columns).forEach(i -> merging.column("c" + i, "STRING"));

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.rows()).isEqualTo(500);
    assertThat(pages(merging.output())).isEqualTo(1);
    assertThat(duck.rows("SELECT count(*), min(c0), max(c1199) FROM '" + merging.output() + "'"))
        .containsExactly(List.of("500", "v0", "v1199"));
  }

  private static int pages(Path file) throws IOException {
    ColumnChunk chunk = SliceFooter.read(file).rowGroups().get(0).getColumns().get(0);
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(chunk.getOffset_index_offset());
      return Util.readOffsetIndex(in).getPage_locationsSize();
    }
  }

  @Test
  @Holds({Fact.EMPTY_SLICE, Fact.EMPTY_BIGQUERY})
  void slicesWithoutRowsAreNothing() throws IOException {
    // Given
    Path nothing = Files.createFile(directory.resolve("nothing.csv.gz"));
    Merging merging =
        new Merging(directory)
            .csv(nothing, slice("empty", ""), slice("a", "1\n"), slice("end", ""))
            .column("c", "INTEGER");

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.rows()).isEqualTo(1);
    assertThat(duck.column(merging.output(), "c")).containsExactly("1");
  }

  @Test
  @Holds({Fact.EMPTY_SNOWFLAKE, Fact.NAMES_FROM_REQUEST})
  void anExportWithoutSlicesHasItsColumnsAndNoRows() {
    // Given
    Merging merging =
        new Merging(directory).csv().column("id", "INTEGER").column("d", "NUMERIC", "", "38,9");

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.rows()).isZero();
    assertThat(duck.types(merging.output())).containsExactly("id BIGINT", "d DECIMAL(38,9)");
    assertThat(rows(merging)).isEmpty();
  }

  @Test
  void sourceTypesLeaveCsvAsText() {
    // Given
    Merging merging =
        new Merging(directory)
            .csv(slice("a", "\"1\"\n\"\"\n"))
            .types(Types.SOURCE)
            .column("id", "INTEGER");

    // When
    merging.run();

    // Then
    assertThat(duck.types(merging.output())).containsExactly("id VARCHAR");
    assertThat(duck.column(merging.output(), "id")).containsExactly("1", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE html><html><body>403</body></html>",
        "1,2\n3\n",
        "1,2\n3,4,5\n",
        "1,2,3\n"
      })
  void aSliceThatIsNotWhatItSaysIsNamed(String text) {
    // Given
    Merging merging =
        new Merging(directory)
            .csv(slice("good", "1,2\n"), slice("bad", text))
            .column("a", "STRING")
            .column("b", "STRING");

    // When
    SluiceException failure = catchThrowableOfType(SluiceException.class, merging::run);

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.SLICE_CORRUPT);
    assertThat(failure).hasMessageContaining("bad.csv.gz");
    assertThat(merging.output()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "truncated", "checksum"})
  void brokenGzipIsNamed(String kind) throws IOException {
    // Given
    Path bad = slice("bad", "1,2\n".repeat(100_000));
    byte[] bytes = Files.readAllBytes(bad);
    if (kind.equals("checksum")) {
      bytes[bytes.length - 6] ^= 1;
    }
    Files.write(
        bad,
        switch (kind) {
          case "plain" -> "a,b\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
          case "truncated" -> Arrays.copyOf(bytes, bytes.length - 20);
          default -> bytes;
        });
    Merging merging = new Merging(directory).csv(bad).column("a", "STRING").column("b", "STRING");

    // When
    SluiceException failure = catchThrowableOfType(SluiceException.class, merging::run);

    // Then
    assertThat(failure.code()).isEqualTo(ErrorCode.SLICE_CORRUPT);
    assertThat(failure).hasMessageContaining("bad.csv.gz");
    assertThat(merging.output()).doesNotExist();
  }
}

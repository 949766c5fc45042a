package io.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.parquet.MergeRequest.Compression;
import io.sluice.parquet.MergeRequest.Mode;
import io.sluice.parquet.MergeRequest.Types;
import io.sluice.parquet.merge.LocalParquetMerge;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParquetMergeTest {
  private static final String MANY_TYPES =
      """
      SELECT i AS id,
        CASE WHEN i % 7 <> 0 THEN i * 31 % 1000003 END AS bigint_nulls,
        CAST(i % 300 AS INTEGER) AS int_few,
        CAST(i * 3 AS INTEGER) AS int_many,
        i % 3 = 0 AS flag,
        CASE WHEN i % 5 = 0 THEN NULL ELSE i % 2 = 0 END AS flag_nulls,
        CAST(i AS DOUBLE) / 7 AS double_many,
        CAST(CASE WHEN i % 11 = 0 THEN 'NaN' WHEN i % 13 = 0 THEN '-0.0' ELSE '1.5' END AS DOUBLE) AS double_few,
        CAST(i AS FLOAT) / 3 AS float_many,
        CAST(i * 1.01 AS DECIMAL(9, 2)) AS decimal_small,
        CAST(i * -7.0001 AS DECIMAL(18, 4)) AS decimal_middle,
        CASE WHEN i % 3 = 1 THEN CAST(i - 5000 AS DECIMAL(38, 9)) * 1000000007 END AS decimal_wide,
        md5(CAST(i AS VARCHAR)) AS text_many,
        CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN 'žluťoučký kůň' ELSE repeat('x', 100) END AS text_few,
        encode(CAST(i AS VARCHAR)) AS bytes,
        DATE '1960-01-01' + CAST(i % 40000 AS INTEGER) AS day,
        TIMESTAMP '1999-12-31 23:59:59.123456' + INTERVAL (i) MINUTE AS moment,
        CAST(TIMESTAMP '2020-01-01' + INTERVAL (i) SECOND AS TIMESTAMPTZ) AS instant,
        CAST(NULL AS VARCHAR) AS nothing
      """;

  @TempDir Path directory;
  private final Duck duck = new Duck();

  @BeforeEach
  void make() {
    duck.run("CREATE TABLE t AS %s FROM range(0, 150000) r(i)".formatted(MANY_TYPES));
  }

  @AfterEach
  void close() {
    duck.close();
  }

  private Path slice(String name, String where) {
    return duck.parquet(
        directory.resolve(name + ".parquet"),
        "SELECT * FROM t WHERE " + where,
        ", ROW_GROUP_SIZE 20000");
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void everyColumnOfARewriteEqualsItsSource(Compression compression) {
    // Given
    Merging merging =
        new Merging(directory)
            .parquet(slice("a", "id < 70000"), slice("b", "id >= 70000"))
            .types(Types.SOURCE)
            .mode(Mode.REWRITE)
            .compression(compression);

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.rows()).isEqualTo(150_000);
    assertThat(duck.types(merging.output()))
        .isEqualTo(
            duck.rows("DESCRIBE t").stream().map(row -> row.get(0) + " " + row.get(1)).toList());
    assertThat(duck.hashes("'" + merging.output() + "'", "id")).isEqualTo(duck.hashes("t", "id"));
  }

  @Test
  void physicalTypesAreUnifiedToTheWidest() {
    // Given
    Path narrow =
        duck.parquet(
            directory.resolve("narrow.parquet"),
            "SELECT CAST(7 AS INTEGER) AS i, CAST(1.25 AS DECIMAL(5, 2)) AS d, CAST(3 AS INTEGER) AS m,"
                + " DATE '2020-01-02' AS t, CAST(1.5 AS FLOAT) AS f");
    Path wide =
        duck.parquet(
            directory.resolve("wide.parquet"),
            "SELECT 9000000000 AS i, CAST('123456789012345678901.123' AS DECIMAL(30, 3)) AS d,"
                + " CAST(2.5 AS DECIMAL(4, 1)) AS m, TIMESTAMP '2021-01-01 10:00:00' AS t,"
                + " CAST(0.1 AS DOUBLE) AS f");
    Merging merging = new Merging(directory).parquet(narrow, wide).types(Types.SOURCE);

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.merge()).isEqualTo(MergeResult.Kind.REWRITE);
    assertThat(duck.types(merging.output()))
        .containsExactly(
            "i BIGINT", "d DECIMAL(30,3)", "m DECIMAL(11,1)", "t TIMESTAMP", "f DOUBLE");
    assertThat(duck.rows("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM '" + merging.output() + "'"))
        .containsExactly(
            List.of("7", "1.250", "3.0", "2020-01-02 00:00:00", "1.5"),
            List.of(
                "9000000000", "123456789012345678901.123", "2.5", "2021-01-01 10:00:00", "0.1"));
  }

  @Test
  void textSlicesAreCastToTheirDeclaredTypes() {
    // Given
    Path slice =
        duck.parquet(
            directory.resolve("text.parquet"),
            "SELECT CAST(i AS VARCHAR) AS id, CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE 'x' END AS s,"
                + " CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE '2.50' END AS d"
                + " FROM range(0, 100000) r(i)");
    Merging merging =
        new Merging(directory)
            .parquet(slice)
            .column("id", "INTEGER")
            .column("s", "STRING")
            .column("d", "NUMERIC", "NUMBER", "38,2");

    // When
    merging.run();

    // Then
    assertThat(duck.types(merging.output()))
        .containsExactly("id BIGINT", "s VARCHAR", "d DECIMAL(38,2)");
    assertThat(
            duck.rows(
                "SELECT sum(id), count(s), count(*) FILTER (s = ''), count(d), sum(d) FROM '"
                    + merging.output()
                    + "'"))
        .containsExactly(List.of("4999950000", "66666", "33333", "33333", "83332.50"));
  }

  @Test
  void wholeDecimalsBecomeIntegersWhereAllFit() {
    // Given
    Path slice =
        duck.parquet(
            directory.resolve("numbers.parquet"),
            "SELECT CAST(i AS DECIMAL(38, 0)) AS fits,"
                + " CAST('99999999999999999999' AS DECIMAL(38, 0)) - i AS large FROM range(0, 10) r(i)");
    Merging merging =
        new Merging(directory)
            .parquet(slice)
            .column("fits", "INTEGER", "NUMBER", "38,0")
            .column("large", "INTEGER", "NUMBER", "38,0");

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(duck.types(merging.output())).containsExactly("fits BIGINT", "large DECIMAL(38,0)");
    assertThat(result.warnings())
        .singleElement()
        .asString()
        .contains("\"large\" stays decimal(38,0)", "row 1", "99999999999999999999");
    assertThat(duck.column(merging.output(), "large")).contains("99999999999999999990");
  }

  @Test
  void aSliceThatLacksAColumnIsRefused() {
    // Given
    Path a = duck.parquet(directory.resolve("a.parquet"), "SELECT 1 AS x, 2 AS y");
    Path b = duck.parquet(directory.resolve("b.parquet"), "SELECT 1 AS x");
    Merging merging = new Merging(directory).parquet(a, b).types(Types.SOURCE);

    // When
    // Then
    assertThatThrownBy(merging::run)
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SLICE_CORRUPT))
        .hasMessageContaining("b.parquet");
  }

  @Test
  void rowGroupsKeepToTheirLimit() {
    // Given
    LocalParquetMerge small =
        new LocalParquetMerge(Merging.config(Map.of("sluice.merge.row-group-rows", "50000")));
    Merging merging =
        new Merging(directory)
            .parquet(slice("a", "true"))
            .types(Types.SOURCE)
            .mode(Mode.REWRITE)
            .with(small);

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.rowGroups()).isBetween(3, 5);
    assertThat(duck.hashes("'" + merging.output() + "'", "id")).isEqualTo(duck.hashes("t", "id"));
  }

  @Test
  void statisticsPruneWithoutLosingRows() {
    // Given
    Merging merging =
        new Merging(directory)
            .parquet(slice("a", "true"))
            .types(Types.SOURCE)
            .mode(Mode.REWRITE)
            .with(
                new LocalParquetMerge(
                    Merging.config(Map.of("sluice.merge.row-group-rows", "20000"))));

    // When
    merging.run();

    // Then
    String some =
        "SELECT count(*) FROM %s WHERE double_many BETWEEN 5000 AND 5010 OR text_many > 'ff'"
            + " OR decimal_wide < -4990000000000 OR day = DATE '1970-01-01' OR text_few = ''";
    assertThat(duck.rows(some.formatted("'" + merging.output() + "'")))
        .isEqualTo(duck.rows(some.formatted("t")));
  }
}

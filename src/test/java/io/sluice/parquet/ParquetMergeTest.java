package io.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.parquet.MergeRequest.Compression;
import io.sluice.parquet.MergeRequest.Mode;
import io.sluice.parquet.MergeRequest.Types;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
}

package io.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
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
    assertThat(
            duck.rows("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM '" + merging.output() + "'")
                .toString())
        .isEqualTo(
            "[[1, Žluť, 1.50, 2022-01-31, 2022-01-31 12:00:01.123456, true, 1000.0],"
                + " [2, a \"b\",\n c, null, null, 2022-02-01 00:00:00, false, -2.5]]");
    assertThat(result.rows()).isEqualTo(2);
    assertThat(result.warnings()).isEmpty();
  }
}

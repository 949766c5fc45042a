package io.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.parquet.MergeRequest.Mode;
import io.sluice.parquet.MergeRequest.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that Arrow's scan gives to columns of its own are names as any other. */
class ArrowsOwnNamesTest {
  @TempDir Path directory;
  private final Duck duck = new Duck();

  @AfterEach
  void close() {
    duck.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"__filename", "__fragment_index", "__batch_index", "__last_in_fragment"})
  void csvKeepsThem(String name) {
    // Given
    Merging merging =
        new Merging(directory)
            .csv(Duck.gzip(directory.resolve("a.csv.gz"), "\"1\",\"x\"\n"))
            .column("id", "INTEGER")
            .column(name, "STRING");

    // When
    merging.run();

    // Then
    assertThat(duck.types(merging.output())).containsExactly("id BIGINT", name + " VARCHAR");
    assertThat(duck.column(merging.output(), name)).containsExactly("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"__filename", "__fragment_index", "__batch_index", "__last_in_fragment"})
  void parquetKeepsThem(String name) throws IOException {
    // Given
    String select = "SELECT i AS id, 'v' || i AS \"%s\" FROM range(%d, %d) r(i)";
    Path first = duck.parquet(directory.resolve("a.parquet"), select.formatted(name, 0, 3000));
    Path second = duck.parquet(directory.resolve("b.parquet"), select.formatted(name, 3000, 3001));
    Merging merging =
        new Merging(directory)
            .parquet(first, second)
            .types(Types.SOURCE)
            .mode(Mode.REWRITE)
            .column(name, "STRING")
            .column("id", "INTEGER");

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.rows()).isEqualTo(3001);
    assertThat(duck.types(merging.output())).containsExactly(name + " VARCHAR", "id BIGINT");
    assertThat(
            duck.rows(
                "SELECT count(*) FROM '%s' WHERE \"%s\" = 'v' || id"
                    .formatted(merging.output(), name)))
        .containsExactly(List.of("3001"));
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactlyInAnyOrder(first, second, merging.output());
    }
  }

  @Test
  void parquetKeepsAllOfThemAtOnceAndConvertsThem() {
    // Given
    Path slice =
        duck.parquet(
            directory.resolve("a.parquet"),
            "SELECT '1' AS __filename, '2' AS __fragment_index, '3' AS __batch_index,"
                + " '4' AS __last_in_fragment, '5' AS sluice__filename");
    Merging merging =
        new Merging(directory)
            .parquet(slice)
            .column("__filename", "INTEGER")
            .column("__fragment_index", "STRING")
            .column("__batch_index", "STRING")
            .column("__last_in_fragment", "STRING")
            .column("sluice__filename", "INTEGER");

    // When
    merging.run();

    // Then
    assertThat(duck.types(merging.output()))
        .containsExactly(
            "__filename BIGINT",
            "__fragment_index VARCHAR",
            "__batch_index VARCHAR",
            "__last_in_fragment VARCHAR",
            "sluice__filename BIGINT");
    assertThat(duck.rows("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM '" + merging.output() + "'"))
        .containsExactly(List.of("1", "2", "3", "4", "5"));
  }
}

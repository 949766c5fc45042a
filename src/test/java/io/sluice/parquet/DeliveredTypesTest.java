package io.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.parquet.MergeRequest.SliceType;
import io.sluice.parquet.MergeRequest.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which types columns have where what is declared is not what is delivered, or nothing is. */
class DeliveredTypesTest {
  @TempDir Path directory;
  private final Duck duck = new Duck();

  @AfterEach
  void close() {
    duck.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DOUBLE|INTEGER|double|bigint",
        "BOOLEAN|INTEGER|boolean|bigint",
        "TIMESTAMP|DATE|timestamp|date",
        "DECIMAL(10,2)|INTEGER|decimal(10,2)|bigint",
        "BIGINT|BOOLEAN|bigint|boolean"
      })
  void aColumnOfAnotherKindStaysAndThatIsTold(
      String delivered, String declared, String stays, String wished) throws IOException {
    for (MergeRequest.Mode mode : List.of(MergeRequest.Mode.STITCH, MergeRequest.Mode.REWRITE)) {
      // Given
      Path slice = directory.resolve("slice.parquet");
      duck.run("COPY (SELECT CAST(NULL AS " + delivered + ") AS c) TO '" + slice + "'");
      Path output = Files.createDirectory(directory.resolve(mode.name()));
      Merging merging = new Merging(output).parquet(slice).column("c", declared).mode(mode);

      // When
      MergeResult result = merging.run();

      // Then
      assertThat(result.columns())
          .extracting(MergeResult.ResultColumn::type)
          .containsExactly(stays);
      assertThat(result.warnings())
          .singleElement()
          .asString()
          .contains("\"c\" stays " + stays, wished + " is declared");
    }
  }

  @Test
  void anEmptyTypedTableHasTheTypesThatItsSlicesWouldHave() {
    // Given
    Merging merging =
        new Merging(directory)
            .parquet()
            .typed()
            .types(Types.SOURCE)
            .column("id", "INTEGER", "NUMBER", "38,0")
            .column("n", "INTEGER", "BIGINT", "")
            .column("price", "NUMERIC", "NUMBER", "18,2")
            .column("ratio", "FLOAT", "FLOAT", "")
            .column("day", "DATE", "DATE", "")
            .column("name", "STRING", "VARCHAR", "100");

    // When
    MergeResult result = merging.run();

    // Then
    assertThat(result.rows()).isZero();
    assertThat(duck.types(merging.output()))
        .containsExactly(
            "id DECIMAL(38,0)",
            "n DECIMAL(38,0)",
            "price DECIMAL(18,2)",
            "ratio DOUBLE",
            "day DATE",
            "name VARCHAR");
  }

  @ParameterizedTest
  @CsvSource({"CSV,true", "PARQUET,false"})
  void anEmptyTableWhoseSlicesWouldBeTextIsText(SliceType type, boolean typed) {
    // Given
    Merging merging =
        (type == SliceType.CSV ? new Merging(directory).csv() : new Merging(directory).parquet())
            .types(Types.SOURCE)
            .column("id", "INTEGER", "NUMBER", "38,0");

    // When
    if (typed) {
      merging.typed();
    }
    merging.run();

    // Then
    assertThat(duck.types(merging.output())).containsExactly("id VARCHAR");
  }
}

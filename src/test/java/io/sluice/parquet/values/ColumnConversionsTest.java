package io.sluice.parquet.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.parquet.type.ColumnType;
import io.sluice.parquet.type.ColumnType.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said to be convertible is, and nothing else, for all pairs of types. */
class ColumnConversionsTest {
  private static final List<ColumnType> TYPES =
      Stream.concat(
              Stream.of(
                  ColumnType.TEXT,
                  ColumnType.BYTES,
                  ColumnType.fixedBytes(16),
                  ColumnType.BOOLEAN,
                  ColumnType.INT32,
                  ColumnType.INT64,
                  ColumnType.FLOAT32,
                  ColumnType.FLOAT64,
                  ColumnType.decimal(38, 0),
                  ColumnType.decimal(18, 0),
                  ColumnType.decimal(18, 2),
                  ColumnType.decimal(38, 9),
                  ColumnType.DATE),
              Stream.of(TimeUnit.MILLISECOND, TimeUnit.MICROSECOND, TimeUnit.NANOSECOND)
                  .flatMap(
                      unit ->
                          Stream.of(
                              ColumnType.time(unit, false),
                              ColumnType.timestamp(unit, false),
                              ColumnType.timestamp(unit, true))))
          .toList();

  static List<ColumnType> types() {
    return TYPES;
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyPairThatIsConvertibleTakesRows(ColumnType from) {
    // Given
    try (BufferAllocator memory = new RootAllocator();
        FieldVector vector = Field.nullable("c", from.arrow()).createVector(memory)) {
      vector.allocateNew();
      vector.setValueCount(3);
      for (ColumnType to : TYPES) {
        PageValues page = new PageValues();

        // When
        Optional<ColumnSource> source = ColumnConversions.find(from, to, new ConversionChanges());

        // Then
        assertThat(source.isPresent()).isEqualTo(ColumnConversions.convertible(from, to));
        source.ifPresent(way -> assertThat(way.take(vector, 0, page)).isEqualTo(3));
        assertThat(page.rows()).isEqualTo(source.isPresent() ? 3 : 0);
        assertThat(page.count()).isZero();
      }
    }
  }

  @Test
  void textBecomesWhatIsDeclaredForColumnsAndNothingElse() {
    // When
    List<ColumnType> reached =
        TYPES.stream().filter(to -> ColumnConversions.convertible(ColumnType.TEXT, to)).toList();

    // Then
    assertThat(reached)
        .containsExactly(
            ColumnType.TEXT,
            ColumnType.BOOLEAN,
            ColumnType.INT64,
            ColumnType.FLOAT64,
            ColumnType.decimal(38, 0),
            ColumnType.decimal(18, 0),
            ColumnType.decimal(18, 2),
            ColumnType.decimal(38, 9),
            ColumnType.DATE,
            ColumnType.timestamp(TimeUnit.MICROSECOND, false),
            ColumnType.timestamp(TimeUnit.MICROSECOND, true));
  }

  @Test
  void otherTypesBecomeOthersOnlyWhereSaid() {
    // When
    List<String> ways =
        TYPES.stream()
            .filter(from -> from.kind() != Kind.TEXT)
            .flatMap(
                from ->
                    TYPES.stream()
                        .filter(to -> !to.equals(from) && ColumnConversions.convertible(from, to))
                        .map(to -> from.sql() + " " + from.unit() + " to " + to.sql()))
            .toList();

    // Then
    assertThat(ways)
        .containsExactly(
            "decimal(38,0) SECOND to bigint",
            "decimal(18,0) SECOND to bigint",
            "timestamp NANOSECOND to timestamp",
            "timestamp with time zone NANOSECOND to timestamp with time zone");
  }
}

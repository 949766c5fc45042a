package io.sluice.parquet.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.parquet.type.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DecimalVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors hold any 16 bytes, whatever precision they have. */
class DecimalSourceTest {
  private final BufferAllocator allocator = new RootAllocator();
  private final PageValues page = new PageValues();

  @AfterEach
  void close() {
    allocator.close();
  }

  private int take(int precision, BigInteger value, boolean isNull) {
    try (DecimalVector vector = new DecimalVector("d", allocator, 38, 0)) {
      vector.allocateNew(2);
      vector.set(0, new BigDecimal(1));
      vector.set(1, 0L);
      vector.getDataBuffer().setLong(16, value.longValue());
      vector.getDataBuffer().setLong(24, value.shiftRight(64).longValue());
      if (isNull) {
        vector.setNull(1);
      }
      vector.setValueCount(2);
      return new DecimalSource(ColumnType.decimal(precision, 0)).take(vector, 0, page);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9, 18, 19, 20, 38})
  void theLargestAndTheLeastAreTaken(int precision) {
    BigInteger largest = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);

    assertThat(take(precision, largest, false)).isEqualTo(2);
    assertThat(take(precision, largest.negate(), false)).isEqualTo(2);
    assertThat(page.count()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    "9, 1000000000",
    "9, -1000000000",
    "18, 1000000000000000000",
    "18, 18446744073709551617",
    "9, -18446744073709551617",
    "18, -9223372036854775808",
    "20, 100000000000000000000",
    "38, 100000000000000000000000000000000000000",
    "38, -100000000000000000000000000000000000000",
    "38, -170141183460469231731687303715884105728"
  })
  void aValueOfMoreDigitsIsRefusedAndNotCut(int precision, BigInteger value) {
    assertThatThrownBy(() -> take(precision, value, false))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SLICE_CORRUPT))
        .hasMessageContaining("decimal(" + precision + ",0)");
  }

  @Test
  void whatLiesWhereANullIsDoesNotMatter() {
    assertThat(take(9, BigInteger.TEN.pow(30), true)).isEqualTo(2);
    assertThat(page.count()).isEqualTo(1);
  }
}

package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.SluiceException.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionErrorsTest {
  @ParameterizedTest
  @CsvSource({
    "/table, TABLE",
    "/branch, --branch",
    "/columns/0, --columns",
    "/whereFilters/1/operator, --where",
    "/changedSince, --since",
    "/orderBy/0/order, --order-by",
    "/fileType, --type",
    "/output/types, --types",
    "/output/merge, --merge",
    "/output/elsewhere, /output/elsewhere",
  })
  void namesTheOptionThatAFieldCameFrom(String pointer, String option) {
    // Given
    SluiceException failure =
        new SluiceException(ErrorCode.INVALID_REQUEST, "no good")
            .with(List.of(new FieldError(pointer, "is not right")));

    // When
    String detail = OptionErrors.detail(failure);

    // Then
    assertThat(detail).isEqualTo(option + " is not right");
  }

  @Test
  void namesAllOfThem() {
    // Given
    SluiceException failure =
        new SluiceException(ErrorCode.INVALID_REQUEST, "/table is not (and 1 more)")
            .with(
                List.of(
                    new FieldError("/table", "is not"), new FieldError("/limit", "is no more")));

    // When
    String detail = OptionErrors.detail(failure);

    // Then
    assertThat(detail).isEqualTo("TABLE is not; --limit is no more");
  }

  @Test
  void leavesWhatHasNoFields() {
    // Given
    SluiceException failure = new SluiceException(ErrorCode.TABLE_NOT_FOUND, "There is no table");

    // When
    String detail = OptionErrors.detail(failure);

    // Then
    assertThat(detail).isEqualTo("There is no table");
  }
}

package io.sluice.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.base.SluiceException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldErrorsTest {
  private final FieldErrors errors = new FieldErrors();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1  | 1  | /f0 is wrong",
        "2  | 2  | /f0 is wrong (and 1 more)",
        "20 | 20 | /f0 is wrong (and 19 more)",
        "21 | 20 | /f0 is wrong (and 20 more; the first 20 are listed)",
        "70000 | 20 | /f0 is wrong (and 69999 more; the first 20 are listed)",
      })
  void listsTheFirstAndCountsTheRest(int wrong, int listed, String message) {
    // Given
    for (int i = 0; i < wrong; i++) {
      errors.add("/f" + i, "is wrong");
    }

    // When
    SluiceException refused = catchThrowableOfType(SluiceException.class, errors::failIfAny);

    // Then
    assertThat(refused).hasMessage(message);
    assertThat(refused.fieldErrors()).hasSize(listed);
  }

  @Test
  void asksForNoDetailThatIsNotListed() {
    // Given
    AtomicInteger asked = new AtomicInteger();

    // When
    for (int i = 0; i < 1000; i++) {
      errors.add("/f", () -> "number " + asked.incrementAndGet());
    }

    // Then
    assertThat(asked).hasValue(20);
    assertThat(errors.count()).isEqualTo(1000);
  }

  @Test
  void callsParametersOfTheQueryByTheirKind() {
    // Given
    errors.add("?limit", "must be a whole number");

    // When
    SluiceException refused = catchThrowableOfType(SluiceException.class, errors::failIfAny);

    // Then
    assertThat(refused).hasMessage("Query parameter ?limit must be a whole number");
  }
}

package io.sluice.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        " Sun, 06 Nov 1994 08:49:37 GMT "
      })
  void isUnderstoodInEachFormThatHttpHas(String text) {
    assertThat(HttpDate.parse(text)).contains(Instant.parse("1994-11-06T08:49:37Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "'Saturday, 01-Nov-69 00:00:00 GMT',", // of 1969, but read as 2069's, which is a Friday
    "'Friday, 01-Nov-69 00:00:00 GMT', 2069-11-01T00:00:00Z",
    "'Sunday, 01-Nov-70 00:00:00 GMT', 1970-11-01T00:00:00Z"
  })
  void twoDigitsOfAYearAreOfTheHundredYearsFrom1970(String text, Instant moment) {
    assertThat(HttpDate.parse(text).orElse(null)).isEqualTo(moment);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "1994-11-06T08:49:37Z",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT,Sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 19941994 08:49:37 GMT"
      })
  void nothingElseIsADate(String text) {
    assertThat(HttpDate.parse(text)).isEmpty();
  }

  @Test
  void isWrittenWithTwoDigitsOfTheDayAndWithoutParts() {
    assertThat(HttpDate.format(Instant.parse("1994-11-06T08:49:37.999Z")))
        .isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
  }
}

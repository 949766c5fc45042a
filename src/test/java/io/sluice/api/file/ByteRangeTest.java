package io.sluice.api.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

  @ParameterizedTest
  @CsvSource({
    "bytes=0-9, 0, 9",
    "bytes=10-, 10, 99",
    "bytes=-8, 92, 99",
    "bytes=-1000, 0, 99",
    "bytes=90-1000, 90, 99",
    "bytes=99-99, 99, 99",
    "Bytes=0-9, 0, 9",
    "BYTES=-8, 92, 99",
    "bytes= 0-9 , 0, 9",
    "bytes=000000000000000000000-9, 0, 9",
    "bytes=0-99999999999999999999, 0, 99",
    "bytes=-99999999999999999999, 0, 99",
  })
  void isThePartThatIsAskedFor(String header, long first, long last) {
    // When
    Optional<ByteRange> range = ByteRange.of(header, 100);

    // Then
    assertThat(range).hasValue(new ByteRange(first, last));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,5-6",
        "bytes=-",
        "bytes=9-1",
        "bytes=200-100",
        "lines=1-2",
        "bytes=a-b",
        "",
        "bytes"
      })
  void isTheWholeFileWhereSeveralOrNoneAreUnderstood(String header) {
    // When
    Optional<ByteRange> range = ByteRange.of(header, 100);

    // Then
    assertThat(range).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999-"})
  void isEmptyBehindTheEnd(String header) {
    // When
    Optional<ByteRange> range = ByteRange.of(header, 100);

    // Then
    assertThat(range).hasValueSatisfying(part -> assertThat(part.isEmpty()).isTrue());
  }
}

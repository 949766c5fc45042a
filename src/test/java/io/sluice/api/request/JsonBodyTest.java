package io.sluice.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How deep and how long the parts of a body may be: Jackson's own bounds, each told as a 400. */
class JsonBodyTest {
  private static final int DEPTH = 1_000;
  private static final int DIGITS = 1_000;
  private static final int NAME = 50_000;
  private static final int TEXT = 20_000_000;

  static Stream<Arguments> beyondTheBounds() {
    return Stream.of(
        Arguments.of("name", "{\"" + "n".repeat(NAME + 1) + "\": 1}"),
        Arguments.of("name in a list", "[{\"" + "n".repeat(NAME + 1) + "\": 1}]"),
        Arguments.of("text", "{\"table\": \"" + "t".repeat(TEXT + 1) + "\"}"),
        Arguments.of("text by itself", "\"" + "t".repeat(TEXT + 1) + "\""),
        Arguments.of("number", "{\"limit\": " + "1".repeat(DIGITS + 1) + "}"),
        Arguments.of("negative number", "{\"limit\": -" + "1".repeat(DIGITS + 1) + "}"),
        Arguments.of("fraction", "{\"limit\": 0." + "1".repeat(DIGITS) + "}"),
        Arguments.of("number with an exponent", "{\"limit\": " + "1".repeat(DIGITS) + "e99}"),
        Arguments.of("lists", "[".repeat(DEPTH + 1) + "]".repeat(DEPTH + 1)),
        Arguments.of("lists without an end", "[".repeat(60_000)),
        Arguments.of("objects", "{\"a\":".repeat(DEPTH + 1) + "1" + "}".repeat(DEPTH + 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("beyondTheBounds")
  void isRefusedBeyondTheBounds(String part, String body) {
    // When
    SluiceException refused =
        catchThrowableOfType(SluiceException.class, () -> JsonBody.parse(bytes(body)));

    // Then
    assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED_JSON);
    assertThat(refused).hasMessageContaining("exceeds the maximum");
    assertThat(refused.getMessage()).hasSizeLessThan(500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e99999999999999", "[-1.5E-2147483650]", "{\"a\": [0e9999999999]}"})
  void refusesAnExponentThatIsNoNumber(String body) {
    // When
    SluiceException refused =
        catchThrowableOfType(SluiceException.class, () -> JsonBody.parse(bytes(body)));

    // Then
    assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED_JSON);
    assertThat(refused).hasMessageContaining("larger exponent");
  }

  static Stream<Arguments> atTheBounds() {
    return Stream.of(
        Arguments.of("name", "{\"" + "n".repeat(NAME) + "\": 1}"),
        Arguments.of("text", "{\"table\": \"" + "t".repeat(TEXT) + "\"}"),
        Arguments.of("number", "{\"limit\": " + "1".repeat(DIGITS) + "}"),
        Arguments.of("lists", "[".repeat(DEPTH) + "]".repeat(DEPTH)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("atTheBounds")
  void isReadUpToTheBounds(String part, String body) {
    assertThatCode(() -> JsonBody.parse(bytes(body))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.30000000000000001", "1.50", "12345678901234567890.5", "1E+400", "-0.10"})
  void keepsTheDigitsOfANumber(String number) {
    assertThat(JsonBody.parse(bytes(number)).asText()).isEqualTo(number);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

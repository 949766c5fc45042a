package io.sluice.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportIdTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void isOneTextInJson() throws JsonProcessingException {
    // Given
    ExportId id = ExportId.next(NOW);

    // When
    String json = mapper.writeValueAsString(id);
    ExportId read = mapper.readValue(json, ExportId.class);

    // Then
    assertThat(json).isEqualTo("\"" + id.value() + "\"");
    assertThat(read).isEqualTo(id).hasToString(id.value());
  }

  @Test
  void ofTheYoungerIsGreater() {
    // When
    ExportId older = ExportId.next(NOW);
    ExportId younger = ExportId.next(NOW);

    // Then
    assertThat(younger).isGreaterThan(older);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        "../results",
        "a/b",
        "run-1",
        "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "01A2211F-50E9-7002-94FC-D461661FF1F2"
      })
  void isNothingElse(String text) {
    // When, then
    assertThat(ExportId.find(text)).isEmpty();
    assertThatExceptionOfType(SluiceException.class)
        .isThrownBy(() -> ExportId.parse(text))
        .withMessageStartingWith("There is no export " + text)
        .satisfies(unknown -> assertThat(unknown.code()).isEqualTo(ErrorCode.NOT_FOUND));
    assertThatExceptionOfType(JsonProcessingException.class)
        .isThrownBy(() -> mapper.readValue("\"" + text + "\"", ExportId.class));
  }
}

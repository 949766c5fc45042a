package io.sluice.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableIdTest {
  private final ObjectMapper mapper = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"in.c-shop.orders", "out.c-123-shop.a_b", "sys.c.T-1"})
  void isOneTextInJson(String text) throws JsonProcessingException {
    // When
    String json = mapper.writeValueAsString(TableId.parse(text));
    TableId read = mapper.readValue(json, TableId.class);

    // Then
    assertThat(json).isEqualTo("\"" + text + "\"");
    assertThat(read).hasToString(text).isEqualTo(TableId.parse(text));
  }

  @Test
  void isNamedByItsLastPart() {
    // When
    String name = TableId.parse("in.c-shop.orders").name();

    // Then
    assertThat(name).isEqualTo("orders");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "orders", "in.c-shop", "up.c-shop.orders", "in.c-shop.", "in.c.a.b", "in.c./"})
  void isNothingElse(String text) {
    // When, then
    assertThat(TableId.find(text)).isEmpty();
    assertThatExceptionOfType(SluiceException.class)
        .isThrownBy(() -> TableId.parse(text))
        .withMessage(
            "\"%s\" is not a table id; write stage.bucket.table, such as in.c-shop.orders", text)
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    assertThatExceptionOfType(JsonProcessingException.class)
        .isThrownBy(() -> mapper.readValue("\"" + text + "\"", TableId.class));
  }
}

package io.sluice.storage.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads JSON as PHP writes it (storage-api.md 8, 12.2): {@code []} stands for an empty object, ids
 * are numbers or text, times end in {@code +0100} or {@code +00:00}. What is absent, null or of
 * another kind is empty.
 */
public final class Json {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter(java.util.Locale.ROOT);

  private Json() {}

  public static Optional<String> text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
  }

  /** Text that is there and not empty. */
  public static Optional<String> word(JsonNode node, String field) {
    return text(node, field).filter(text -> !text.isBlank());
  }

  public static OptionalLong number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (value.canConvertToLong()) {
      return OptionalLong.of(value.asLong());
    }
    return value.isTextual() && value.asText().matches("-?[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(value.asText()))
        : OptionalLong.empty();
  }

  /** True for true, 1, "1" and "true". */
  public static boolean flag(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isTextual()
        ? value.asText().equals("1") || value.asText().equalsIgnoreCase("true")
        : value.asBoolean(false);
  }

  public static Stream<JsonNode> items(JsonNode node, String field) {
    return items(node.path(field));
  }

  public static Stream<JsonNode> items(JsonNode array) {
    return array.isArray() ? StreamSupport.stream(array.spliterator(), false) : Stream.empty();
  }

  public static Stream<String> words(JsonNode node, String field) {
    return items(node, field).filter(JsonNode::isValueNode).map(JsonNode::asText);
  }

  public static Optional<Instant> time(JsonNode node, String field) {
    try {
      return word(node, field).map(text -> OffsetDateTime.parse(text, TIME).toInstant());
    } catch (DateTimeParseException unknown) {
      return Optional.empty();
    }
  }
}

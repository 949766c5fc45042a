package io.sluice.api.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.base.ErrorCode;
import io.sluice.base.NearestName;
import io.sluice.base.SluiceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The fields of a JSON object as they are read one by one: wrong types, unknown names and missing
 * values are gathered with their JSON pointers, so that one answer names them all. A field may have
 * aliases; errors point to the name that was written.
 */
final class JsonFieldReader {
  /** Of a number that is written out; a few characters of JSON may stand for gigabytes. */
  private static final int MOST_ZEROS = 1_000;

  private final JsonNode node;
  private final String pointer;
  private final FieldErrors errors;
  private final Map<String, String> known = new LinkedHashMap<>();

  private JsonFieldReader(JsonNode node, String pointer, FieldErrors errors) {
    this.node = node;
    this.pointer = pointer;
    this.errors = errors;
  }

  static JsonFieldReader of(JsonNode node) {
    return of(node, "", new FieldErrors());
  }

  /** The fields of an object inside of a body; what is wrong with them goes to those errors. */
  static JsonFieldReader of(JsonNode node, String pointer, FieldErrors errors) {
    if (!node.isObject()) {
      throw new SluiceException(
          ErrorCode.INVALID_REQUEST, "The body is not a JSON object; send {\"table\": \"…\"}");
    }
    return new JsonFieldReader(node, pointer, errors);
  }

  /** Notes that the field's value is not right. */
  void wrong(String name, String detail) {
    errors.add(place(name), detail);
  }

  /** The same with a detail that takes work: it is asked for only where it will be listed. */
  void wrong(String name, Supplier<String> detail) {
    errors.add(place(name), detail);
  }

  /** The JSON pointer of the field as it is written. */
  String place(String name) {
    return pointer + "/" + escaped(written(name));
  }

  /** A text that has to be there; none where it is not, which is noted. */
  Optional<String> required(String name) {
    Optional<String> text = text(name);
    if (text.isEmpty() && field(name).isEmpty()) {
      wrong(name, "is required");
    } else if (text.filter(String::isBlank).isPresent()) {
      wrong(name, "is required, and empty");
    }
    return text.filter(given -> !given.isBlank());
  }

  /** The same, for a caller that goes on with an empty text. */
  String requiredText(String name) {
    return required(name).orElse("");
  }

  Optional<String> text(String... names) {
    return field(names)
        .flatMap(
            value -> value.isTextual() ? Optional.of(value.asText()) : wrongType(names, "text"));
  }

  Optional<String> textOrNumber(String... names) {
    return field(names)
        .flatMap(
            value ->
                value.isTextual() || value.isIntegralNumber()
                    ? Optional.of(value.asText())
                    : wrongType(names, "text or a whole number"));
  }

  OptionalLong whole(String... names) {
    Optional<Long> value =
        field(names)
            .flatMap(
                found ->
                    found.isIntegralNumber() && found.canConvertToLong() && found.asLong() >= 0
                        ? Optional.of(found.asLong())
                        : wrongType(names, "a whole number, not negative"));
    return value.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  List<String> texts(int most, String... names) {
    return List.copyOf(textsByPlace(most, names).values());
  }

  /** Texts, of which there has to be one. */
  List<String> someTexts(int most, String name) {
    int before = errors.count();
    List<String> texts = texts(most, name);
    if (texts.isEmpty() && errors.count() == before) {
      wrong(name, "needs at least one value");
    }
    return texts;
  }

  /** Texts that each name another thing: none is empty, and none stands there twice. */
  List<String> names(int most, String... names) {
    Map<String, String> places = new LinkedHashMap<>();
    textsByPlace(most, names)
        .forEach(
            (at, text) -> {
              String before = places.putIfAbsent(text, at);
              if (text.isBlank()) {
                errors.add(at, "is empty; write a name, or leave it out");
              } else if (before != null) {
                errors.add(at, () -> twice(text, before));
              }
            });
    return List.copyOf(places.keySet());
  }

  /** What is wrong with a second mention. */
  static String twice(String name, String before) {
    return "\"" + name + "\" stands at " + before + " already; name it once";
  }

  <T> List<T> objects(int most, Function<JsonFieldReader, T> read, String... names) {
    List<T> items = new ArrayList<>();
    array(most, names)
        .forEach(
            (at, value) -> {
              if (value.isObject()) {
                JsonFieldReader fields = new JsonFieldReader(value, at, errors);
                items.add(read.apply(fields));
                fields.refuseUnknown();
              } else {
                errors.add(at, "must be an object");
              }
            });
    return items;
  }

  /** Whether the field is there, by any of its names and even as null. */
  boolean has(String... names) {
    return Stream.of(names).anyMatch(node::has);
  }

  /** An array as it is. */
  Optional<JsonNode> array(String name, int most) {
    array(most, name);
    return field(name).filter(JsonNode::isArray);
  }

  /** Reads a nested object; one that is missing is read as an empty one. */
  <T> T object(String name, Function<JsonFieldReader, T> read) {
    Optional<JsonNode> found = field(name);
    if (found.isPresent() && !found.get().isObject()) {
      wrong(name, "must be an object");
    }
    JsonNode value =
        found.filter(JsonNode::isObject).orElseGet(JsonNodeFactory.instance::objectNode);
    JsonFieldReader fields = new JsonFieldReader(value, pointer + "/" + name, errors);
    T item = read.apply(fields);
    fields.refuseUnknown();
    return item;
  }

  <E extends Enum<E>> E choice(Class<E> type, E otherwise, String... names) {
    return optionalChoice(type, names).orElse(otherwise);
  }

  <E extends Enum<E>> Optional<E> optionalChoice(Class<E> type, String... names) {
    return optionalChoice(type, Map.of(), names);
  }

  /**
   * A choice.
   *
   * @param hints for known wrong spellings, what to write instead
   */
  <E extends Enum<E>> Optional<E> optionalChoice(
      Class<E> type, Map<String, String> hints, String... names) {
    Optional<String> text = text(names);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<E> chosen = Choices.find(type, text.get());
    if (chosen.isEmpty()) {
      wrong(names[0], () -> Choices.refusal(type, hints, text.get()));
    }
    return chosen;
  }

  /** Refuses what was not asked for, then fails with everything that was noted. */
  void finish() {
    refuseUnknown();
    errors.failIfAny();
  }

  void refuseUnknown() {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.containsKey(name)) {
                errors.add(
                    pointer + "/" + escaped(name),
                    () -> "is not known here; " + NearestName.advice(name, known.keySet()));
              }
            });
  }

  private Optional<JsonNode> field(String... names) {
    Optional<JsonNode> found = Optional.empty();
    for (String name : names) {
      known.put(name, names[0]);
      JsonNode value = node.path(name);
      if (!value.isMissingNode() && !value.isNull()) {
        if (found.isPresent()) {
          errors.add(pointer + "/" + name, "means the same as " + names[0]);
        }
        found = Optional.of(value);
      }
    }
    return found;
  }

  private Map<String, String> textsByPlace(int most, String... names) {
    Map<String, String> texts = new LinkedHashMap<>();
    array(most, names)
        .forEach(
            (at, value) -> {
              if (value.isTextual()) {
                texts.put(at, value.asText());
              } else if (!value.isNumber()) {
                errors.add(at, "must be text");
              } else if (Math.abs((long) value.decimalValue().scale()) <= MOST_ZEROS) {
                texts.put(at, value.decimalValue().toPlainString());
              } else {
                errors.add(at, "has too many zeros for a number; write it as text");
              }
            });
    return texts;
  }

  private Map<String, JsonNode> array(int most, String... names) {
    Map<String, JsonNode> items = new LinkedHashMap<>();
    Optional<JsonNode> found = field(names);
    if (found.isPresent() && !found.get().isArray()) {
      wrongType(names, "an array");
      return items;
    }
    if (found.isPresent() && found.get().size() > most) {
      wrong(names[0], "has " + found.get().size() + " items; at most " + most + " are taken");
      return items;
    }
    found.ifPresent(
        array -> {
          for (int i = 0; i < array.size(); i++) {
            items.put(pointer + "/" + written(names[0]) + "/" + i, array.get(i));
          }
        });
    return items;
  }

  private <T> Optional<T> wrongType(String[] names, String wanted) {
    wrong(names[0], "must be " + wanted);
    return Optional.empty();
  }

  /** The name, or the alias of it that the body used. */
  private String written(String name) {
    return known.entrySet().stream()
        .filter(entry -> entry.getValue().equals(name) && node.has(entry.getKey()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(name);
  }

  /** RFC 6901, 3. */
  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}

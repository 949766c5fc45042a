package io.sluice.api.request;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The constants of an enum as callers write them: in any case. */
final class Choices {
  private Choices() {}

  static <E extends Enum<E>> Optional<E> find(Class<E> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equalsIgnoreCase(text))
        .findFirst();
  }

  /**
   * What is wrong with a text that is none of them.
   *
   * @param hints for known wrong spellings, what to write instead
   */
  static <E extends Enum<E>> String refusal(Class<E> type, Map<String, String> hints, String text) {
    return "\"" + text + "\" is not " + hints.getOrDefault(text, "one of " + spellings(type));
  }

  private static <E extends Enum<E>> String spellings(Class<E> type) {
    boolean upper =
        type.getSimpleName().equals("DataType") || type.getSimpleName().equals("Direction");
    Stream<String> names = Arrays.stream(type.getEnumConstants()).map(Enum::name);
    return names
        .map(name -> upper ? name : name.toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}

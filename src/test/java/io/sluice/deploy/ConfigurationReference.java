package io.sluice.deploy;

import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The reference of all configuration keys in Markdown, made of the mappings and their Javadoc. */
final class ConfigurationReference {
  private static final String INTRODUCTION =
      """
      # Configuration

      Every key can be a line of `config/application.properties` beside the application, a system property
      or an environment variable. A key that Sluice does not know fails its start, and so does a
      variable of its own that sets nothing.

      Durations are written `500ms`, `30s`, `5m`, `7d` or `PT1M30S`, sizes `512M` or `1G`.

      This file is made of the sources; after changing a key run
      `./mvnw test -Dtest=ConfigurationReferenceTest -Dreference=write`.
      """;

  private ConfigurationReference() {}

  static String markdown() {
    return INTRODUCTION + sections(ConfigurationKeys.mappings());
  }

  /** The sandbox's own options, for the end of its page. */
  static String sandbox() {
    return sections(ConfigurationKeys.ofSandbox());
  }

  private static String sections(List<Class<?>> mappings) {
    return mappings.stream()
        .collect(
            Collectors.groupingBy(
                ConfigurationKeys::prefix, LinkedHashMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(section -> section(section.getKey(), section.getValue()))
        .collect(Collectors.joining());
  }

  /**
   * The environment variables that set a key, a line each; connections, which have names, apart.
   */
  static String variables() {
    return ConfigurationKeys.mappings().stream()
        .flatMap(mapping -> ConfigurationKeys.of(mapping).keySet().stream())
        .filter(key -> !key.contains("*"))
        .map(ConfigurationKeys::variable)
        .sorted()
        .distinct()
        .map(variable -> variable + "\n")
        .collect(Collectors.joining());
  }

  /** Rooms may share a prefix: a reader looks for it in one place. */
  private static String section(String prefix, List<Class<?>> mappings) {
    String introduction =
        mappings.stream()
            .flatMap(mapping -> Javadocs.of(mapping).of(mapping.getSimpleName()).stream())
            .map(ConfigurationReference::plain)
            .collect(Collectors.joining(" "));
    return "\n## `"
        + prefix
        + "`\n\n"
        + introduction
        + "\n\n| key | type | default | meaning |\n| --- | --- | --- | --- |\n"
        + mappings.stream().flatMap(ConfigurationReference::rows).collect(Collectors.joining());
  }

  private static Stream<String> rows(Class<?> mapping) {
    Javadocs javadocs = Javadocs.of(mapping);
    return ConfigurationKeys.of(mapping).entrySet().stream()
        .filter(entry -> !entry.getKey().endsWith("[*]"))
        .sorted(
            Comparator.<Map.Entry<String, Property>>comparingInt(
                    entry -> javadocs.place(name(entry.getValue().getMethod())))
                .thenComparing(Map.Entry::getKey))
        .map(entry -> row(entry.getKey(), entry.getValue().getMethod(), javadocs));
  }

  private static String row(String key, Method method, Javadocs javadocs) {
    String meaning =
        javadocs
            .of(name(method))
            .map(ConfigurationReference::plain)
            .orElseThrow(() -> new IllegalStateException(key + " has no Javadoc"));
    String fallback =
        Optional.ofNullable(method.getAnnotation(WithDefault.class))
            .map(annotation -> "`" + annotation.value() + "`")
            .orElse("");
    return "| `%s`<br>`%s` | %s | %s | %s |%n"
        .formatted(
            key.replace("*", "NAME"),
            ConfigurationKeys.variable(key).replace("*", "NAME"),
            type(method.getGenericReturnType()),
            fallback,
            meaning)
        .replace(System.lineSeparator(), "\n");
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "#" + method.getName();
  }

  private static String type(Type type) {
    if (type instanceof ParameterizedType generic) {
      String inner = type(generic.getActualTypeArguments()[0]);
      return generic.getRawType() == Optional.class ? inner : inner + ", several with commas";
    }
    return switch (((Class<?>) type).getSimpleName()) {
      case "int", "Integer", "OptionalInt", "long", "Long", "OptionalLong" -> "whole number";
      case "double", "Double", "OptionalDouble" -> "number";
      case "boolean", "Boolean" -> "`true` or `false`";
      case "Duration" -> "duration";
      case "MemorySize" -> "size";
      case "Path" -> "path";
      case "URI" -> "address";
      case "String" -> "text";
      case "Secret" -> "secret";
      default -> choices((Class<?>) type);
    };
  }

  private static String choices(Class<?> type) {
    if (!type.isEnum()) {
      return type.getSimpleName();
    }
    return Stream.of(type.getEnumConstants())
        .map(constant -> "`" + constant.toString().toLowerCase(java.util.Locale.ROOT) + "`")
        .collect(Collectors.joining(", "));
  }

  /** A Javadoc comment as one line of Markdown. */
  private static String plain(String comment) {
    return comment
        .replaceAll("(?m)^@\\w+.*", "")
        .replaceAll("\\{@(?:code|link|linkplain)\\s+([^}]*)}", "`$1`")
        .replaceAll("<[^>]+>", " ")
        .replace("|", "\\|")
        .replaceAll("\\s+", " ")
        .strip();
  }
}

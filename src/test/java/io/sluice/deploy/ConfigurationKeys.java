package io.sluice.deploy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys that Sluice can be configured with, as its {@code @ConfigMapping}s name them. */
final class ConfigurationKeys {

  private static final Path CLASSES = Path.of("target", "classes");
  private static final Predicate<String> SANDBOX = name -> name.startsWith("io/sluice/sandbox/");

  private ConfigurationKeys() {}

  /** All mappings of the product, by prefix and name. */
  static List<Class<?>> mappings() {
    return mappings(SANDBOX.negate());
  }

  /** Those of the sandbox, which the product does not know. */
  static List<Class<?>> ofSandbox() {
    return mappings(SANDBOX);
  }

  private static List<Class<?>> mappings(Predicate<String> wanted) {
    try (Stream<Path> classes = Files.walk(CLASSES)) {
      return classes
          .map(file -> CLASSES.relativize(file).toString())
          .filter(name -> name.matches("io/sluice/[\\w/]+\\.class"))
          .filter(wanted)
          .<Class<?>>map(ConfigurationKeys::load)
          .filter(type -> type.isAnnotationPresent(ConfigMapping.class))
          .sorted(Comparator.comparing(ConfigurationKeys::prefix).thenComparing(Class::getName))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> load(String file) {
    try {
      return Class.forName(
          file.replace(".class", "").replace('/', '.'),
          false,
          ConfigMapping.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  static String prefix(Class<?> mapping) {
    return mapping.getAnnotation(ConfigMapping.class).prefix();
  }

  /** Key to property of one mapping; a map's key is {@code *}. */
  static Map<String, Property> of(Class<?> mapping) {
    return ConfigMappings.getProperties(ConfigClass.configClass(mapping));
  }

  /** The environment variable of a key; a map's key stays {@code *}. */
  static String variable(String key) {
    return key.replaceAll("[^A-Za-z0-9*]", "_").toUpperCase(Locale.ROOT);
  }

  /** What the environment variables look like that set one of the keys of these mappings. */
  static Pattern variables(List<Class<?>> mappings) {
    return Pattern.compile(
        mappings.stream()
            .flatMap(mapping -> of(mapping).keySet().stream())
            .map(key -> Pattern.quote(variable(key)).replace("*", "\\E[A-Z0-9_]+\\Q"))
            .collect(Collectors.joining("|")));
  }
}

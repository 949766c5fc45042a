package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.opentelemetry.runtime.config.runtime.OTelRuntimeConfig;
import io.quarkus.opentelemetry.runtime.config.runtime.exporter.OtlpExporterRuntimeConfig;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.management.ManagementConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each environment variable that deploy/ names sets a configuration key that exists. */
class EnvironmentTest {
  /** Read by the JVM, by glibc and by Arrow, not by the configuration. */
  private static final Set<String> NOT_OURS =
      Set.of(
          "JDK_JAVA_OPTIONS",
          "MALLOC_ARENA_MAX",
          "MALLOC_MMAP_THRESHOLD_",
          "ARROW_DEFAULT_MEMORY_POOL");

  private static final Pattern VARIABLE = Pattern.compile("\\b(?:SLUICE|QUARKUS)_[A-Z0-9_]+\\b");

  private static final Predicate<String> IS_KEY =
      ConfigurationKeys.variables(
              Stream.concat(
                      ConfigurationKeys.mappings().stream(),
                      Stream.of(
                          OTelRuntimeConfig.class,
                          OtlpExporterRuntimeConfig.class,
                          VertxHttpConfig.class,
                          ManagementConfig.class))
                  .toList())
          .asMatchPredicate();

  /** All but the compose file, which has the sandbox's own beside the product's. */
  static Stream<Path> files() {
    return Manifests.all(Manifests.DEPLOY, ".yaml", ".env", "Dockerfile.jvm", "Dockerfile.native")
        .filter(file -> !file.endsWith("compose.yaml"))
        .filter(file -> VARIABLE.matcher(code(file)).find());
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyVariableThatAFileNamesIsAKey(Path file) {
    // Given
    String text = code(file);

    // When
    Stream<String> variables = VARIABLE.matcher(text).results().map(MatchResult::group).distinct();

    // Then
    assertThat(variables).allMatch(IS_KEY);
  }

  @Test
  void everyVariableOfTheComposeFileIsKnown() {
    assertThat(variables("gateway")).isNotEmpty().allMatch(IS_KEY);
    assertThat(variables("sandbox"))
        .isNotEmpty()
        .allMatch(ConfigurationKeys.variables(ConfigurationKeys.ofSandbox()).asMatchPredicate());
  }

  /** What the compose file sets of a service that is ours. */
  private static List<String> variables(String service) {
    JsonNode compose = Manifests.documents(Manifests.DEPLOY.resolve("compose.yaml")).get(0);
    List<String> variables = new ArrayList<>();
    compose
        .path("services")
        .path(service)
        .path("environment")
        .fieldNames()
        .forEachRemaining(variables::add);
    variables.removeAll(NOT_OURS);
    return variables;
  }

  @Test
  void aVariableThatIsNoKeyIsFound() {
    // When
    boolean known = IS_KEY.test("SLUICE_DATA_DIRECTORY");

    // Then
    assertThat(known).isFalse();
  }

  private static String code(Path file) {
    return Manifests.text(file).replaceAll("(?m)#.*$", "");
  }
}

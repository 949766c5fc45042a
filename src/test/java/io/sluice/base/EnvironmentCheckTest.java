package io.sluice.base;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentCheckTest {

  @ParameterizedTest
  @CsvSource({
    "SLUICE_MERGE_MEMORY_LIMT, did you mean SLUICE_MERGE_MEMORY_LIMIT?",
    "SLUICE_DATADIR, did you mean SLUICE_DATA_DIR?",
    "SLUICE_COLOUR, deploy/configuration.md lists"
  })
  void aVariableThatSetsNothingFailsTheStartWithTheNearestName(String variable, String advice) {
    // When
    Set<String> variables = Set.of("PATH", "SLUICE_DATA_DIR", variable);

    // Then
    assertThatThrownBy(() -> new EnvironmentCheck(variables))
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining(variable + " sets nothing; " + advice);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SLUICE_EXPORTS_PARALLEL",
        "SLUICE_CLOUD_S3_ENDPOINT",
        "SLUICE_CONNECTIONS_SALES_TOKEN",
        "SLUICE_CLOUD_ALLOWED_HOSTS_0_",
        "SLUICE_PORT",
        "SLUICE_PORT_8080_TCP_ADDR",
        "SLUICE_SERVICE_HOST",
        "SLUICE_HEADLESS_SERVICE_PORT_HTTP",
        "SLUICELIKE"
      })
  void whatSetsAKeyOrIsAnothersGoesThrough(String variable) {
    assertThatCode(() -> new EnvironmentCheck(Set.of(variable))).doesNotThrowAnyException();
  }

  @Test
  void allThatSetNothingAreToldAtOnce() {
    // When
    Set<String> variables = Set.of("SLUICE_ONE", "SLUICE_TWO");

    // Then
    assertThatThrownBy(() -> new EnvironmentCheck(variables))
        .hasMessageContaining("SLUICE_ONE")
        .hasMessageContaining("SLUICE_TWO");
  }
}

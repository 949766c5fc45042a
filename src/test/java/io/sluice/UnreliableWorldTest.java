package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.sluice.sandbox.SandboxServer;
import io.sluice.sandbox.data.SampleTables;
import io.sluice.sandbox.wire.Fault;
import io.sluice.sandbox.wire.FaultRule;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every fifth request fails: 429, 5xx, connections cut in the middle. */
@QuarkusTest
@WithTestResource(SandboxResource.class)
class UnreliableWorldTest {
  private static final int EXPORTS = 50;
  private static final List<String> CONNECTIONS = List.of("default", "gcp", "azure");

  SandboxServer sandbox;

  @AfterEach
  void endFaults() {
    sandbox.sandbox().faults().clear();
  }

  @Test
  @Holds(Fact.ONE_IN_FIVE)
  void fiftyExportsInARowSucceedWhileOneRequestInFiveFails() {
    // Given
    sandbox.sandbox().faults().add(FaultRule.always("/**", new Fault.Assorted()).probability(0.2));

    // When
    List<String> ids = IntStream.range(0, EXPORTS).mapToObj(UnreliableWorldTest::submit).toList();
    List<JsonPath> ended = ids.stream().map(Gateway::awaitEnd).toList();

    // Then
    assertThat(ended)
        .allSatisfy(
            export -> {
              assertThat(export.getString("state")).as(export.prettify()).isEqualTo("succeeded");
              assertThat(export.getLong("result.rows")).isGreaterThan(1_000);
            });
    assertThat(sandbox.sandbox().faults().hits()).isGreaterThan(EXPORTS);
  }

  /** Each with a limit of its own: equal requests under way would be one export. */
  private static String submit(int number) {
    return Gateway.submit(
        "{\"table\": \"%s\", \"connection\": \"%s\", \"fileType\": \"%s\", \"limit\": %d}"
            .formatted(
                SampleTables.CUSTOMERS.id(),
                CONNECTIONS.get(number % CONNECTIONS.size()),
                number % 2 == 0 ? "parquet" : "csv",
                2_000 + number));
  }
}

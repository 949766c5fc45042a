package io.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Configured;
import io.sluice.base.ManualTimekeeper;
import io.sluice.base.SluiceException;
import io.sluice.export.run.ExportRunner;
import io.sluice.export.run.ExportsConfig;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueReadinessTest {
  private ExportRunner runs;
  private QueueReadiness check;

  private void allow(int parallel, int queueLimit) {
    ExportsConfig config =
        Configured.with(
            ExportsConfig.class,
            Map.of(
                "sluice.exports.parallel", String.valueOf(parallel),
                "sluice.exports.queue-limit", String.valueOf(queueLimit)));
    runs = new ExportRunner(null, null, null, config, new ManualTimekeeper());
    check = new QueueReadiness(runs, config);
  }

  @Test
  void isNotReadyExactlyWhileARequestWouldBeRefused() {
    // Given
    allow(8, 52);
    runs.reserve(59);
    assertThat(check.now().getStatus()).isEqualTo(Status.UP);

    // When
    runs.reserve(1);

    // Then
    assertThatThrownBy(() -> runs.reserve(1)).isInstanceOf(SluiceException.class);
    assertThat(check.now().getStatus()).isEqualTo(Status.DOWN);
    assertThat(check.now().getData().orElseThrow())
        .containsEntry("accepted", 60L)
        .containsEntry("limit", 60L)
        .hasEntrySatisfying(
            "reason", why -> assertThat(why.toString()).endsWith("make it ready again: 3"));
  }

  @ParameterizedTest
  @CsvSource({"8, 52, 3", "8, 10000, 500", "1, 4, 1", "1, 0, 1"})
  void isReadyAgainWhenOneInTwentyPlacesIsFree(int parallel, int queueLimit, int enough) {
    // Given
    allow(parallel, queueLimit);
    runs.reserve(parallel + queueLimit);
    assertThat(check.now().getStatus()).isEqualTo(Status.DOWN);

    // When
    IntStream.range(1, enough).forEach(place -> runs.giveBack());

    // Then
    assertThat(check.now().getStatus()).isEqualTo(Status.DOWN);
    runs.giveBack();
    assertThat(check.now().getStatus()).isEqualTo(Status.UP);
  }
}

package io.sluice.health;

import io.sluice.export.run.ExportRunner;
import io.sluice.export.run.ExportsConfig;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Not while a new export would be answered with {@code queue-full}, and until some have ended. */
@Readiness
@ApplicationScoped
public class QueueReadiness implements ReadinessCheck {
  private static final int SHARE = 20;

  private final ExportRunner runs;
  private final int limit;
  private final LowWater places;

  public QueueReadiness(ExportRunner runs, ExportsConfig config) {
    this.runs = runs;
    this.limit = config.parallel() + config.queueLimit();
    this.places = new LowWater(1, limit / SHARE);
  }

  @Override
  public HealthCheckResponse now() {
    int free = runs.freePlaces();
    boolean full = places.isLow(free);
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("queue")
            .status(!full)
            .withData("accepted", limit - free)
            .withData("limit", limit);
    if (full) {
      answer.withData(
          "reason",
          "As many exports are accepted as sluice.exports.parallel and sluice.exports.queue-limit"
              + " allow; free places that make it ready again: %d".formatted(places.wanted()));
    }
    return answer.build();
  }
}

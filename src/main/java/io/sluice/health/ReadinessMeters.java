package io.sluice.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;

/** Each check as a figure, so that an alert can name what is not well. */
@ApplicationScoped
public class ReadinessMeters {
  private final MeterRegistry registry;
  private final Instance<ReadinessCheck> checks;

  public ReadinessMeters(MeterRegistry registry, @Any Instance<ReadinessCheck> checks) {
    this.registry = registry;
    this.checks = checks;
  }

  void register(@Observes StartupEvent started) {
    checks.forEach(this::show);
  }

  private void show(ReadinessCheck check) {
    Gauge.builder("sluice.ready", () -> check.now().getStatus() == Status.UP ? 1 : 0)
        .tag("check", check.now().getName())
        .description("Whether what the check looks at is well: 1, else 0")
        .register(registry);
  }
}

package io.sluice.health;

import io.sluice.export.accept.Exports;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not before the exports that are kept are loaded: until then requests wait. That the gateway
 * leaves is told by the framework's own check.
 */
@Readiness
@ApplicationScoped
public class OpenReadiness implements ReadinessCheck {
  private final Exports exports;

  public OpenReadiness(Exports exports) {
    this.exports = exports;
  }

  @Override
  public HealthCheckResponse now() {
    boolean open = exports.isOpen();
    return HealthCheckResponse.named("open")
        .status(open)
        .withData("exports", open ? "loaded" : "loading")
        .build();
  }
}

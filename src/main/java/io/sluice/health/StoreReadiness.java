package io.sluice.health;

import io.sluice.store.StoreHealth;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Not while the store keeps nothing: then no export can be accepted, nor can one go on. */
@Readiness
@ApplicationScoped
public class StoreReadiness implements ReadinessCheck {
  private final StoreHealth store;

  public StoreReadiness(StoreHealth store) {
    this.store = store;
  }

  @Override
  public HealthCheckResponse now() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("store").up();
    store
        .trouble()
        .ifPresent(
            trouble ->
                answer
                    .down()
                    .withData("since", trouble.since().toString())
                    .withData("reason", trouble.reason()));
    return answer.build();
  }
}

package io.sluice.health;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Something that has to be well before work is sent here. Asked on event loops. */
interface ReadinessCheck extends AsyncHealthCheck {

  /** How it is, with what somebody who is called at night needs to know. Never blocks. */
  HealthCheckResponse now();

  @Override
  default Uni<HealthCheckResponse> call() {
    return Uni.createFrom().item(this::now);
  }
}

package io.sluice.base;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How the gateway leaves. */
@ConfigMapping(prefix = "sluice.shutdown")
public interface ShutdownConfig {

  /**
   * The process has ended so long after SIGTERM, whatever still runs; native scans are waited for
   * no longer.
   */
  @WithDefault("20s")
  @DurationMin(millis = 1)
  Duration grace();
}

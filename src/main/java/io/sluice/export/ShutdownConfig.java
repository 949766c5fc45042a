package io.sluice.export;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the gateway leaves. */
@ConfigMapping(prefix = "sluice.shutdown")
public interface ShutdownConfig {

  /** The process has ended so long after SIGTERM, whatever still runs. */
  @WithDefault("20s")
  Duration grace();
}

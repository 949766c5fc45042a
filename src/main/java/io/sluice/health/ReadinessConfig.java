package io.sluice.health;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** When the gateway says that it is not ready. */
@ConfigMapping(prefix = "sluice.readiness")
public interface ReadinessConfig {

  /**
   * Free space that the disks under the data and the work directory have to have; with less the
   * gateway is not ready, until there is a quarter more. {@code 0} asks for none.
   */
  @WithDefault("256M")
  MemorySize freeSpace();
}

package io.sluice.export.accept;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much of requests is kept. */
@ConfigMapping(prefix = "sluice.limits")
public interface KeptRequestsConfig {

  /**
   * Bytes of large columns, filters and orders that exports which have not ended were asked for
   * with, each counted once however many of them share it; what goes beyond is answered with {@code
   * queue-full}. One request is taken in any case.
   */
  @WithDefault("64M")
  MemorySize keptRequests();
}

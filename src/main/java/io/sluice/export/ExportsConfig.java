package io.sluice.export;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many exports run and wait. */
@ConfigMapping(prefix = "sluice.exports")
public interface ExportsConfig {

  /** Exports running at once in this process; the rest queue. */
  @WithDefault("8")
  int parallel();

  /**
   * Exports that may wait beside the running ones; one more is answered with {@code queue-full}.
   */
  @WithDefault("10000")
  int queueLimit();
}

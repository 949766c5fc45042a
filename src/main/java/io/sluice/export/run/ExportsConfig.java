package io.sluice.export.run;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** How many exports run and wait. */
@ConfigMapping(prefix = "sluice.exports")
public interface ExportsConfig {

  /** Exports running at once in this process; the rest queue. */
  @WithDefault("8")
  @Min(1) int parallel();

  /**
   * Exports that may wait beside the running ones; one more is answered with {@code queue-full}.
   */
  @WithDefault("10000")
  @Min(0) int queueLimit();

  /**
   * How often an export is taken up again after the process died while it was at work and it got no
   * further since; then it fails with {@code gateway-crashed}. A planned end is no death.
   */
  @WithDefault("3")
  @Min(0) int resumes();
}

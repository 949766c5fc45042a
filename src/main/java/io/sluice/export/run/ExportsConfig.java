package io.sluice.export.run;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** How many exports are at work and accepted. */
@ConfigMapping(prefix = "sluice.exports")
public interface ExportsConfig {

  /**
   * Exports at work in this process at once: downloading, merging or delivering, or between two of
   * these. {@code sluice.stages.*} says how many of them download or merge. Those that wait for a
   * job of the Storage API are not counted; their number is the project's own. While four times as
   * many tables are unloaded and wait to be downloaded, no further job is started.
   */
  @WithDefault("8")
  @Min(1) int parallel();

  /**
   * Exports that may have been accepted beside so many, wherever they are; one more is answered
   * with {@code queue-full}.
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

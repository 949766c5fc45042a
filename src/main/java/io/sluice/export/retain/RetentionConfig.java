package io.sluice.export.retain;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long what has ended is kept. */
@ConfigMapping(prefix = "sluice")
public interface RetentionConfig {

  /** Results and records of exports that ended longer ago are removed. */
  @WithDefault("7d")
  @DurationMin(millis = 1)
  Duration retention();

  /** The time between two sweeps; the first is made at the start. */
  @WithDefault("15m")
  @DurationMin(millis = 1)
  Duration sweepInterval();
}

package io.sluice.export;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How a Storage job is asked whether it has ended. */
@ConfigMapping(prefix = "sluice.poll")
public interface PollConfig {

  /** The wait before the second question; the first is asked at once. */
  @WithDefault("500ms")
  Duration initial();

  /** Each further wait is so many times the one before. */
  @WithDefault("1.5")
  double multiplier();

  /** No wait is longer. */
  @WithDefault("10s")
  Duration max();

  /** A job that has not ended by then fails its export with {@code job-timeout}. */
  @WithDefault("30m")
  Duration timeout();
}

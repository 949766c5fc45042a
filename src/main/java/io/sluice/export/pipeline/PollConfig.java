package io.sluice.export.pipeline;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMin;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How a Storage job is asked whether it has ended. */
@ConfigMapping(prefix = "sluice.poll")
public interface PollConfig {

  /** The wait before the first question; a job that had ended when it began is asked at once. */
  @WithDefault("500ms")
  @DurationMin(millis = 1)
  Duration initial();

  /**
   * Each further wait is so many times the one before, until that is a second or an eleventh of the
   * time that the job has run so far, whichever is more: an end is seen within a second, or a tenth
   * of the job's length.
   */
  @WithDefault("2")
  @DecimalMin("1") double multiplier();

  /** No wait is longer. */
  @WithDefault("10s")
  @DurationMin(millis = 1)
  Duration max();

  /** A job that has not ended by then fails its export with {@code job-timeout}. */
  @WithDefault("30m")
  @DurationMin(millis = 1)
  Duration timeout();
}

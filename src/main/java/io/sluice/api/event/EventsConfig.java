package io.sluice.api.event;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How event streams behave. */
@ConfigMapping(prefix = "sluice.events")
public interface EventsConfig {

  /** A stream that was silent so long gets a comment, so that proxies keep it open. */
  @WithDefault("15s")
  @DurationMin(millis = 1)
  Duration heartbeat();

  /** After a cut, a browser connects again so much later ({@code retry:}). */
  @WithDefault("2s")
  @DurationMin(millis = 1)
  Duration retry();

  /**
   * A reader that has taken nothing for so long is told nothing more: its connection ends as soon
   * as it takes what was written, or by {@code quarkus.http.idle-timeout}.
   */
  @WithDefault("1m")
  @DurationMin(millis = 1)
  Duration patience();

  /** A stream of many exports carries progress at most so often; transitions come at once. */
  @WithDefault("1s")
  @DurationMin(millis = 1)
  Duration interval();
}

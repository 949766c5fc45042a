package io.sluice.api.event;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How event streams behave. */
@ConfigMapping(prefix = "sluice.events")
public interface EventsConfig {

  /** A stream that was silent so long gets a comment, so that proxies keep it open. */
  @WithDefault("15s")
  Duration heartbeat();

  /** After a cut, a browser connects again so much later ({@code retry:}). */
  @WithDefault("2s")
  Duration retry();

  /** A reader that has taken nothing for so long is dropped. */
  @WithDefault("1m")
  Duration patience();

  /** A stream of many exports carries progress at most so often; transitions come at once. */
  @WithDefault("1s")
  Duration interval();
}

package io.sluice.api;

import io.sluice.api.event.Subscription;
import io.sluice.api.event.Watchers;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The answers that are event streams. */
final class EventStreams {
  private EventStreams() {}

  /** Whether a reader that connects again was told that nothing follows. */
  static boolean sawTheEnd(Optional<String> lastEvent) {
    return lastEvent.filter(Subscription.END::equals).isPresent();
  }

  /** A stream that proxies neither keep nor gather; {@code too-many-watchers} past the limits. */
  static RestResponse<Subscription> open(Watchers watchers, Subscription subscription) {
    watchers.enter(subscription.client());
    return ResponseBuilder.ok(subscription)
        .header("Cache-Control", "no-cache, no-transform")
        .header("X-Accel-Buffering", "no")
        .build();
  }
}

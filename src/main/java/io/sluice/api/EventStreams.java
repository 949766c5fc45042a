package io.sluice.api;

import io.sluice.api.event.EventResponse;
import io.sluice.api.event.StreamLimiter;
import io.sluice.api.event.Subscription;
import io.vertx.ext.web.RoutingContext;
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

  /**
   * A stream that proxies neither keep nor gather; {@code too-many-watchers} past the limits. Its
   * reader is counted until the request is over, however it ends: an answer to HEAD is never
   * written.
   */
  static RestResponse<EventResponse> open(
      StreamLimiter limiter, RoutingContext request, Subscription subscription) {
    String client = request.request().remoteAddress().hostAddress();
    limiter.enter(client);
    request.addEndHandler(over -> limiter.leave(client));
    return ResponseBuilder.ok(new EventResponse(subscription, request))
        .header("Cache-Control", "no-cache, no-transform")
        .header("X-Accel-Buffering", "no")
        .build();
  }
}

package io.sluice.sandbox.cloud;

import io.sluice.sandbox.wire.Gate;
import io.sluice.sandbox.wire.RequestLog;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** A Storage token must never come to a cloud; one that does is refused and remembered. */
final class Leaks {
  private Leaks() {}

  static Optional<Refusal> noted(RoutingContext context, RequestLog log) {
    if (context.request().getHeader("X-StorageApi-Token") == null) {
      return Optional.empty();
    }
    log.leak("Storage token sent to " + Gate.path(context));
    return Optional.of(Refusal.DENIED);
  }
}

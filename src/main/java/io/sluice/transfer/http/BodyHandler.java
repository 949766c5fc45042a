package io.sluice.transfer.http;

import io.vertx.core.Future;

/** Decides, from status and headers alone, where a response's body goes. */
@FunctionalInterface
public interface BodyHandler {

  /**
   * Called on the event loop before the first byte of the body, which waits until the target is
   * there. A failure aborts the exchange.
   */
  Future<BodyTarget> handle(ResponseHead head);
}

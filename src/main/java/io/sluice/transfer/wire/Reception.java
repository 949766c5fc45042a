package io.sluice.transfer.wire;

import io.vertx.core.Future;
import io.vertx.ext.web.codec.spi.BodyStream;

/** Decides, from status and headers alone, where a response's body goes. */
@FunctionalInterface
public interface Reception {

  /**
   * Called on the event loop before the first byte of the body; the response is paused until the
   * stream is there. The stream is ended when the body ends and when it breaks. A failure aborts
   * the exchange.
   */
  Future<BodyStream<Void>> receive(ResponseHead head);
}

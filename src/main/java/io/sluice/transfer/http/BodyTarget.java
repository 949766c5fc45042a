package io.sluice.transfer.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Where a response's body goes. Used on the exchange's event loop alone. */
public interface BodyTarget {

  /** Takes the next bytes, whether it is full or not. */
  void write(Buffer data);

  /** Whether nothing more should be written until it has drained. */
  boolean isFull();

  /** Calls back once, on the same event loop, when it is full no more. */
  void whenDrained(Runnable goOn);

  /**
   * Called once, after the last write: the body has ended, has broken, or was aborted. Completes
   * when all that was written is where it belongs; fails where it is not, or where the body means a
   * failure.
   */
  Future<Void> end();
}

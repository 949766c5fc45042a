package io.sluice.base;

import io.vertx.core.http.HttpConnection;
import org.jboss.logging.Logger;

/**
 * Tells of a connection that broke by the kind of failure alone: the text of a decoder's failure
 * quotes what the service said, and Vert.x logs it where nobody listens. Whoever waits for an
 * answer is told by the request itself.
 */
public final class BrokenConnections {
  private static final Logger LOG = Logger.getLogger(BrokenConnections.class);

  private BrokenConnections() {}

  /** For each connection of a client. */
  public static void watch(HttpConnection connection) {
    connection.exceptionHandler(
        failure ->
            LOG.debugf(
                "connection to %s broke: %s",
                connection.remoteAddress(), failure.getClass().getSimpleName()));
  }
}

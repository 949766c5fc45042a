package io.sluice.cloud;

import io.sluice.base.Secret;
import io.vertx.core.net.SocketAddress;
import java.util.Map;

/**
 * A GET that the cloud will answer. The connection goes to {@code address}, which was checked;
 * {@code host} is for the Host header and SNI. Headers such as Range may be added: they are not
 * signed.
 *
 * @param uri path and query, percent-encoded; the query may be a signature
 */
public record SignedRequest(
    SocketAddress address,
    String host,
    int port,
    boolean tls,
    Secret uri,
    Map<String, Secret> headers) {
  public SignedRequest {
    headers = Map.copyOf(headers);
  }
}

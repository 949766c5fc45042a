package io.sluice.cloud;

import io.sluice.base.ErrorCode;
import io.sluice.base.Secret;
import io.sluice.base.SluiceException;
import io.vertx.core.net.SocketAddress;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A GET that the cloud will answer. The connection goes to {@code address}, which was checked;
 * {@code host} is for the Host header and SNI. Headers such as Range may be added: they are not
 * signed. Holds nothing that the HTTP client would refuse: it would do so only after it took a
 * connection, which nobody would give back, and would log the signed address.
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
  private static final Pattern URI_CHARACTERS = Pattern.compile("[\\x21-\\x7e]+");
  private static final Pattern HEADER_CHARACTERS = Pattern.compile("[\\x20-\\x7e]*");

  /** Throws {@code slice-address-refused} for what no request can carry. */
  public SignedRequest {
    headers = Map.copyOf(headers);
    boolean carried =
        URI_CHARACTERS.matcher(uri.reveal()).matches()
            && headers.values().stream()
                .allMatch(value -> HEADER_CHARACTERS.matcher(value.reveal()).matches());
    if (!carried) {
      throw new SluiceException(
          ErrorCode.SLICE_ADDRESS_REFUSED,
          "The address or the credentials that were lent for "
              + host
              + " hold characters that no request can carry; nothing was asked of it");
    }
  }
}

package io.sluice.cloud;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import java.net.URI;
import java.util.Locale;

/** Scheme, host and port: whom a request goes to. */
record Origin(String scheme, String host, int port) {

  /** The origin of an http or https URL without user-info; else {@code slice-address-refused}. */
  static Origin of(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    boolean http = scheme.equals("https") || scheme.equals("http");
    if (!http || url.getHost() == null || url.getRawUserInfo() != null) {
      throw new SluiceException(
          ErrorCode.SLICE_ADDRESS_REFUSED,
          "A slice's address is not a plain http or https URL (host " + url.getHost() + ")");
    }
    int standard = scheme.equals("https") ? 443 : 80;
    int port = url.getPort() == -1 ? standard : url.getPort();
    return new Origin(scheme, url.getHost().toLowerCase(Locale.ROOT), port);
  }

  boolean tls() {
    return scheme.equals("https");
  }

  boolean publicHttps() {
    return tls() && port == 443;
  }

  @Override
  public String toString() {
    return scheme + "://" + host + ":" + port;
  }
}

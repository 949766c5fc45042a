package io.sluice.api.guard;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.Locale;
import java.util.Set;

/**
 * Whether another site's page is behind a request. Browsers say so ({@code Sec-Fetch-Site}, {@code
 * Origin}) and do not let pages say otherwise; other clients send neither.
 */
final class CrossSite {
  private static final Set<String> OWN = Set.of("same-origin", "none");
  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private CrossSite() {}

  static boolean isRefused(HttpMethod method, String host, MultiMap headers) {
    String site = headers.get("Sec-Fetch-Site");
    if (SAFE.contains(method)) {
      return site != null && !OWN.contains(site) && !isNavigation(headers);
    }
    String origin = headers.get(HttpHeaders.ORIGIN);
    return (site != null && !OWN.contains(site)) || (origin != null && !isOf(host, origin));
  }

  /** A link that somebody follows. */
  private static boolean isNavigation(MultiMap headers) {
    return "navigate".equals(headers.get("Sec-Fetch-Mode"));
  }

  /** The scheme may differ: TLS may end in front of the gateway. */
  private static boolean isOf(String host, String origin) {
    int scheme = origin.indexOf("://");
    return scheme > 0 && authority(origin.substring(scheme + 3)).equals(authority(host));
  }

  private static String authority(String host) {
    return host.toLowerCase(Locale.ROOT).replaceFirst(":(80|443)$", "");
  }
}

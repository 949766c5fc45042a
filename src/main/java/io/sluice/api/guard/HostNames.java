package io.sluice.api.guard;

import io.netty.util.NetUtil;
import java.util.List;
import java.util.Locale;

/**
 * The names that the gateway goes by. A page that rebinds its own DNS name to the gateway's address
 * comes with that name; a plain address cannot be rebound.
 */
record HostNames(List<String> configured) {
  private static final String ANY = "*";
  private static final String BELOW = "*.";

  HostNames {
    configured = configured.stream().map(name -> name.toLowerCase(Locale.ROOT).strip()).toList();
  }

  /** Whether a {@code Host} header, with or without a port, is one of them. */
  boolean include(String host) {
    String name = withoutPort(host.toLowerCase(Locale.ROOT));
    return isAddress(name)
        || name.equals("localhost")
        || configured.stream().anyMatch(pattern -> matches(pattern, name));
  }

  private static boolean matches(String pattern, String name) {
    return pattern.equals(ANY)
        || pattern.equals(name)
        || (pattern.startsWith(BELOW) && name.endsWith(pattern.substring(1)));
  }

  private static boolean isAddress(String name) {
    return (name.startsWith("[") && name.endsWith("]"))
        ? NetUtil.isValidIpV6Address(name.substring(1, name.length() - 1))
        : NetUtil.isValidIpV4Address(name);
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    boolean port = colon > host.lastIndexOf(']') && host.substring(colon + 1).matches("\\d{1,5}");
    return port ? host.substring(0, colon) : host;
  }
}

package io.sluice.cloud;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An origin to the very address that the connection must go to, so that a name which resolves to
 * something else a moment later (DNS rebinding) gains nothing.
 */
final class CheckedResolver {
  private final AllowedOrigins allowed;
  private final HostResolver resolver;

  CheckedResolver(AllowedOrigins allowed, HostResolver resolver) {
    this.allowed = allowed;
    this.resolver = resolver;
  }

  Uni<SocketAddress> resolve(Origin origin) {
    boolean trusted = allowed.trusted(origin);
    return resolver
        .resolve(origin.host())
        .onFailure()
        .transform(failure -> unresolved(origin, failure))
        .map(addresses -> choose(origin, trusted, addresses));
  }

  private static SocketAddress choose(Origin origin, boolean trusted, List<InetAddress> addresses) {
    if (!trusted && !addresses.stream().allMatch(PublicAddresses::isPublic)) {
      throw new SluiceException(
          ErrorCode.SLICE_ADDRESS_REFUSED,
          origin.host()
              + " resolves to an address that is not public; where slices come by a private"
              + " endpoint, add the host to sluice.cloud.allowed-hosts");
    }
    return SocketAddress.inetSocketAddress(
        new InetSocketAddress(anyOfTheFirstKind(addresses), origin.port()));
  }

  /** Spreads the load over a cloud's hosts but keeps to the family that the system prefers. */
  private static InetAddress anyOfTheFirstKind(List<InetAddress> addresses) {
    Class<?> family = addresses.get(0).getClass();
    List<InetAddress> alike = addresses.stream().filter(family::isInstance).toList();
    return alike.get(ThreadLocalRandom.current().nextInt(alike.size()));
  }

  private static SluiceException unresolved(Origin origin, Throwable failure) {
    return new SluiceException(
        ErrorCode.CLOUD_UNAVAILABLE,
        "The name "
            + origin.host()
            + " does not resolve; check this machine's DNS, and where slices come by a private"
            + " endpoint, name it in sluice.cloud.*-endpoint",
        failure);
  }
}

package io.sluice.api.guard;

import io.quarkus.runtime.Startup;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidationException.Problem;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Fails the start where anybody's word about the client's address would be taken. */
@Startup
@Singleton
public class TrustedProxies {
  TrustedProxies(
      @ConfigProperty(name = "quarkus.http.proxy.proxy-address-forwarding", defaultValue = "false")
          boolean forwarding,
      @ConfigProperty(name = "quarkus.http.proxy.trusted-proxies") Optional<List<String>> trusted) {
    if (forwarding && trusted.isEmpty()) {
      throw new ConfigValidationException(
          new Problem[] {
            new Problem(
                "quarkus.http.proxy.trusted-proxies is missing: with"
                    + " quarkus.http.proxy.proxy-address-forwarding whoever sends X-Forwarded-For"
                    + " would be counted as many clients; name the proxies' addresses, such as"
                    + " 10.0.0.0/8")
          });
    }
  }
}

package io.sluice.api.guard;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** What the gateway's address is. Where it listens is {@code quarkus.http.host} and its port. */
@ConfigMapping(prefix = "sluice.http")
public interface HttpConfig {

  /**
   * Host names that requests may address, such as {@code sluice.example.com} or {@code
   * *.example.com}, besides {@code localhost} and plain IP addresses; {@code *} takes any and so
   * gives up the guard against DNS rebinding.
   */
  Optional<List<String>> hosts();
}

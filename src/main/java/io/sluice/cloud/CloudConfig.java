package io.sluice.cloud;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where slices may come from. */
@ConfigMapping(prefix = "sluice.cloud")
public interface CloudConfig {

  /**
   * Asked for {@code s3://} slices instead of Amazon's public hosts, path style: a private endpoint
   * or an emulator, such as {@code https://s3.internal:9000}. May have a path; may be plain http.
   */
  Optional<URI> s3Endpoint();

  /** Asked for {@code gs://} slices instead of {@code https://storage.googleapis.com}. */
  Optional<URI> gcsEndpoint();

  /** Asked for {@code azure://} slices instead of the account's own blob endpoint. */
  Optional<URI> azureEndpoint();

  /**
   * Hosts that slices may come from besides the three clouds' own, even where they resolve to
   * private addresses: {@code host}, {@code .suffix} (everything below it), or an origin such as
   * {@code http://host:9000} where it is not https on port 443.
   */
  Optional<List<String>> allowedHosts();

  /**
   * How long before their end credentials are renewed; a tenth of their life where that is less.
   */
  @WithDefault("5m")
  Duration renewBefore();
}

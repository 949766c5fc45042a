package io.sluice.cloud;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings for plain tests; the defaults of {@link CloudConfig} without any endpoint. */
public record TestCloudConfig(
    Optional<URI> s3Endpoint,
    Optional<URI> gcsEndpoint,
    Optional<URI> azureEndpoint,
    Optional<List<String>> allowedHosts,
    Duration renewBefore)
    implements CloudConfig {

  public static TestCloudConfig publicClouds() {
    return new TestCloudConfig(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofMinutes(5));
  }

  /** All three clouds served by one local server, such as the sandbox. */
  public static TestCloudConfig servedBy(String base) {
    return new TestCloudConfig(
        Optional.of(URI.create(base + "/s3")),
        Optional.of(URI.create(base + "/gcs")),
        Optional.of(URI.create(base + "/azure")),
        Optional.empty(),
        Duration.ofMinutes(5));
  }

  public TestCloudConfig allowing(String... hosts) {
    return new TestCloudConfig(
        s3Endpoint, gcsEndpoint, azureEndpoint, Optional.of(List.of(hosts)), renewBefore);
  }

  public TestCloudConfig withS3(String endpoint) {
    return new TestCloudConfig(
        Optional.of(URI.create(endpoint)), gcsEndpoint, azureEndpoint, allowedHosts, renewBefore);
  }

  public TestCloudConfig withGcs(String endpoint) {
    return new TestCloudConfig(
        s3Endpoint, Optional.of(URI.create(endpoint)), azureEndpoint, allowedHosts, renewBefore);
  }
}

package io.sluice.cloud;

import io.sluice.base.Secret;
import java.net.URI;
import java.util.Optional;

/** Access as the Storage API lends it, with invented secrets. */
final class Accesses {
  static final String PREFIX = "exp-2/8625/table-exports/in/c-shop/orders/17982.csv.gz";

  private Accesses() {}

  static CloudCredentials.Aws aws(String region, String bucket) {
    return new CloudCredentials.Aws(
        region,
        bucket,
        PREFIX,
        Secret.of("ASIAKEYID"),
        Secret.of("aws-secret-key"),
        Secret.of("aws-session-token"),
        Optional.empty());
  }

  static CloudCredentials.Aws aws() {
    return aws("eu-central-1", "files");
  }

  static CloudCredentials.Gcp gcp() {
    return new CloudCredentials.Gcp("files", PREFIX, Secret.of("ya29.gcp-token"), Optional.empty());
  }

  static CloudCredentials.Azure azure(String endpoint) {
    return new CloudCredentials.Azure(
        URI.create(endpoint),
        "files",
        PREFIX,
        Secret.of("sv=2020&sig=sas%2Bsig%3D"),
        Optional.empty());
  }

  static CloudCredentials.Azure azure() {
    return azure("https://acct.blob.core.windows.net");
  }

  static CloudCredentials.Presigned presigned(String url) {
    return new CloudCredentials.Presigned(Secret.of(url), Optional.empty());
  }
}

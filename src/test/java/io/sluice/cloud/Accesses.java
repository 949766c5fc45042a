package io.sluice.cloud;

import io.sluice.base.Secret;
import java.net.URI;
import java.util.Optional;

/** Access as the Storage API lends it, with invented secrets. */
final class Accesses {
  static final String PREFIX = "exp-2/8625/table-exports/in/c-shop/orders/17982.csv.gz";

  private Accesses() {}

  static CloudAccess.Aws aws(String region, String bucket) {
    return new CloudAccess.Aws(
        region,
        bucket,
        PREFIX,
        Secret.of("ASIAKEYID"),
        Secret.of("aws-secret-key"),
        Secret.of("aws-session-token"),
        Optional.empty());
  }

  static CloudAccess.Aws aws() {
    return aws("eu-central-1", "files");
  }

  static CloudAccess.Gcp gcp() {
    return new CloudAccess.Gcp("files", PREFIX, Secret.of("ya29.gcp-token"), Optional.empty());
  }

  static CloudAccess.Azure azure(String endpoint) {
    return new CloudAccess.Azure(
        URI.create(endpoint),
        "files",
        PREFIX,
        Secret.of("sv=2020&sig=sas%2Bsig%3D"),
        Optional.empty());
  }

  static CloudAccess.Azure azure() {
    return azure("https://acct.blob.core.windows.net");
  }

  static CloudAccess.Presigned presigned(String url) {
    return new CloudAccess.Presigned(Secret.of(url), Optional.empty());
  }
}

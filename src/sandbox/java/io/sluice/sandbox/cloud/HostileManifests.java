package io.sluice.sandbox.cloud;

import io.sluice.sandbox.wire.Fault.Hostility;
import io.sluice.sandbox.wire.PhpJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Manifests whose one entry leads astray. */
final class HostileManifests {
  private HostileManifests() {}

  static String body(Hostility hostility, String origin, Cloud cloud, StoredObject manifest) {
    String bucket = manifest.bucket();
    String prefix = manifest.key().substring(0, manifest.key().length() - "manifest".length());
    String slice = prefix + "_0_0_0.csv.gz";
    String entry =
        switch (hostility) {
          case FOREIGN_BUCKET -> cloud.entry(origin, "somebody-elses-bucket", slice);
          case FOREIGN_PREFIX -> cloud.entry(origin, bucket, "exp-2/999/somebody-elses.csv.gz");
          case FILE_SCHEME -> "file:///etc/passwd";
          case LOOPBACK -> "https://127.0.0.1:1/" + slice;
          case METADATA_HOST -> "http://169.254.169.254/latest/meta-data/";
          case DOT_DOT -> cloud.entry(origin, bucket, prefix + "/../../../other.csv.gz");
          case ENCODED_DOT_DOT ->
              cloud.entry(origin, bucket, prefix + "/%2e%2e/%2e%2e/other.csv.gz");
          case USER_INFO -> "https://" + bucket + "@169.254.169.254/" + slice;
          case CONTROL_CHARACTER ->
              cloud.entry(origin, bucket, prefix + "_0\r\nHost: evil_0.csv.gz");
        };
    JsonObject one = new JsonObject().put("url", entry).put("mandatory", true);
    return PhpJson.encode(new JsonObject().put("entries", new JsonArray().add(one)));
  }
}

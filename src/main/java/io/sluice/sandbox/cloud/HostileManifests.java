package io.sluice.sandbox.cloud;

import io.sluice.sandbox.wire.Fault.Hostility;
import io.sluice.sandbox.wire.PhpJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Manifests whose one entry leads astray. */
final class HostileManifests {
  private HostileManifests() {}

  static String body(Hostility hostility, StoredObject manifest) {
    String bucket = manifest.bucket();
    String prefix = manifest.key().substring(0, manifest.key().length() - "manifest".length());
    String entry =
        switch (hostility) {
          case FOREIGN_BUCKET -> "s3://somebody-elses-bucket/" + prefix + "_0_0_0.csv.gz";
          case FOREIGN_PREFIX -> "s3://" + bucket + "/exp-2/999/somebody-elses.csv.gz";
          case FILE_SCHEME -> "file:///etc/passwd";
          case LOOPBACK -> "https://127.0.0.1:1/" + prefix + "_0_0_0.csv.gz";
          case METADATA_HOST -> "http://169.254.169.254/latest/meta-data/";
          case DOT_DOT -> "s3://" + bucket + "/" + prefix + "/../../../other.csv.gz";
          case ENCODED_DOT_DOT -> "s3://" + bucket + "/" + prefix + "/%2e%2e/%2e%2e/other.csv.gz";
          case USER_INFO -> "https://" + bucket + "@169.254.169.254/" + prefix + "_0_0_0.csv.gz";
          case CONTROL_CHARACTER -> "s3://" + bucket + "/" + prefix + "_0\r\nHost: evil_0.csv.gz";
        };
    JsonObject one = new JsonObject().put("url", entry).put("mandatory", true);
    return PhpJson.encode(new JsonObject().put("entries", new JsonArray().add(one)));
  }
}

package io.sluice.sandbox.cloud;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;

/** One cloud's manners. */
public sealed interface Cloud permits AwsCloud, GcpCloud, AzureCloud {

  /** As the file detail names it: aws, azure or gcp. */
  String provider();

  /**
   * Where a file goes.
   *
   * @param ending of the file's name, such as {@code .csv.gz}
   */
  Folder folder(long projectId, String tableId, String ending, long fileId);

  /**
   * An entry of the manifest, such as {@code s3://bucket/key}.
   *
   * @param origin the sandbox's base as the caller of the export saw it
   */
  String entry(String origin, String bucket, String key);

  /**
   * An address that opens without credentials, until it ends.
   *
   * @param origin the sandbox's base as the caller sees it
   */
  String signedUrl(String origin, String bucket, String key);

  /** Adds what a file detail holds with {@code federationToken} alone. */
  void addCredentials(JsonObject detail, String origin, Folder folder);

  /** Adds the addresses of objects below the base. */
  void mount(Router router, String base);

  /**
   * Where a file lies.
   *
   * @param key the prefix of the slices; with {@code manifest} behind it, the manifest's
   */
  record Folder(String bucket, String key) {

    /** Below the project and the table, in a bucket of all. */
    static Folder in(String bucket, long projectId, String tableId, String ending, long fileId) {
      return new Folder(
          bucket,
          "exp-2/%d/table-exports/%s/%d%s"
              .formatted(projectId, tableId.replace('.', '/'), fileId, ending));
    }
  }
}

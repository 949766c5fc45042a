package io.sluice.sandbox.cloud;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** One cloud's manners. */
public sealed interface Cloud permits AwsCloud {

  /** As the file detail names it: aws, azure or gcp. */
  String provider();

  /** Where a file's slices go. */
  Folder folder(long projectId, String tableId, String fileName, long fileId);

  /** An entry of the manifest, such as {@code s3://bucket/key}. */
  String entry(String bucket, String key);

  /**
   * An address that opens without credentials, until it ends.
   *
   * @param origin the sandbox's base as the caller sees it
   */
  String signedUrl(String origin, String bucket, String key);

  /** Adds what a file detail holds with {@code federationToken} alone. */
  void addCredentials(JsonObject detail, String origin, Folder folder);

  /** Answers a GET or HEAD of an object. */
  void serve(RoutingContext context);

  /**
   * Where a file lies.
   *
   * @param key the prefix of the slices; with {@code manifest} behind it, the manifest's
   */
  record Folder(String bucket, String key) {}
}

package io.sluice.cloud;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where each cloud serves an object: its host, or the configured endpoint (storage-api.md 4). */
final class SliceUrls {
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{2,40}");

  /** Names that fit in front of the certificate's wildcard; all others are asked path style. */
  private static final Pattern ONE_LABEL = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");

  private final Optional<String> s3;
  private final Optional<String> gcs;
  private final Optional<String> azure;

  SliceUrls(CloudConfig config) {
    s3 = config.s3Endpoint().map(SliceUrls::base);
    gcs = config.gcsEndpoint().map(SliceUrls::base);
    azure = config.azureEndpoint().map(SliceUrls::base);
  }

  URI s3(CloudCredentials.Aws access, SliceObject object) {
    String key = PercentEncoding.encodePath(object.key());
    String bucket = PercentEncoding.encodePath(object.bucket());
    if (s3.isPresent()) {
      return URI.create(s3.get() + "/" + bucket + "/" + key);
    }
    String host = s3Host(access.region());
    return ONE_LABEL.matcher(object.bucket()).matches()
        ? URI.create("https://" + bucket + "." + host + "/" + key)
        : URI.create("https://" + host + "/" + bucket + "/" + key);
  }

  URI gcs(SliceObject object) {
    return path(gcs.orElse("https://storage.googleapis.com"), object);
  }

  URI azure(CloudCredentials.Azure access, SliceObject object) {
    return path(azure.orElseGet(() -> base(access.blobEndpoint())), object);
  }

  private static URI path(String base, SliceObject object) {
    return URI.create(
        base + "/" + PercentEncoding.encodePath(object.bucket() + "/" + object.key()));
  }

  private static String s3Host(String region) {
    if (!REGION.matcher(region).matches()) {
      throw new SluiceException(
          ErrorCode.STORAGE_PROTOCOL,
          "The Storage API named a region that is none, so the slices' host is not known; set"
              + " sluice.cloud.s3-endpoint");
    }
    String domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    return "s3." + region + "." + domain;
  }

  private static String base(URI endpoint) {
    String text = endpoint.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}

package io.sluice.cloud;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.UpstreamText;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The object that a slice's address means: its bucket (or container) and its key, not encoded.
 * Exists only for addresses under the access's own bucket and prefix (storage-api.md 4).
 */
record SliceObject(String bucket, String key) {
  /** Encoded too: a key is encoded once more, but whoever decodes twice would climb. */
  private static final Pattern TRAVERSAL =
      Pattern.compile("(?i)(^|/|%2f|%5c)(\\.|%2e){1,2}(/|%2f|%5c|$)");

  /** Controls, also those that turn the direction of writing. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cntrl}\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\\\]");

  private static final int LONGEST_ENTRY = 200;

  /** Fails with {@code slice-address-refused} where the address lies anywhere else. */
  static SliceObject locate(CloudCredentials access, SliceAddress slice) {
    return access.match(
        aws -> inBucket("s3", slice).under(aws.bucket(), aws.prefix(), slice),
        gcp -> inBucket("gs", slice).under(gcp.bucket(), gcp.prefix(), slice),
        azure -> inAccount(azure, slice).under(azure.container(), azure.prefix(), slice),
        presigned -> asSigned(presigned, slice));
  }

  private static SliceObject inBucket(String scheme, SliceAddress slice) {
    if (slice.value().startsWith(scheme + "://")) {
      return split(slice.value().substring(scheme.length() + 3), slice);
    }
    URI url = https(slice);
    if (slice.signature().isEmpty() && !AllowedOrigins.cloudStorage(Origin.of(url))) {
      throw refused(slice, "its host is not the cloud's");
    }
    String path = PercentEncoding.decodePath(url.getRawPath()).replaceFirst("^/", "");
    return bucketOf(url.getHost())
        .map(bucket -> new SliceObject(bucket, path))
        .orElseGet(() -> split(path, slice));
  }

  /** The bucket in a virtual-host style name; empty for path style. */
  private static Optional<String> bucketOf(String host) {
    for (String service : new String[] {".s3.", ".s3-", ".storage.googleapis.com"}) {
      int end = host.lastIndexOf(service);
      if (end > 0) {
        return Optional.of(host.substring(0, end));
      }
    }
    return Optional.empty();
  }

  private static SliceObject inAccount(CloudCredentials.Azure access, SliceAddress slice) {
    String home = access.blobEndpoint().getRawAuthority() + path(access.blobEndpoint()) + "/";
    String address = withoutScheme(slice);
    if (address.startsWith(home)) {
      return split(address.substring(home.length()), slice);
    }
    String account = address.substring(0, Math.max(0, address.indexOf('/')));
    boolean accountBehindEndpoint =
        AllowedOrigins.azureAccount(account)
            && !AllowedOrigins.azureAccount(access.blobEndpoint().getRawAuthority());
    if (!accountBehindEndpoint) {
      throw refused(slice, "it is not in the storage account of the file");
    }
    return split(address.substring(account.length() + 1), slice);
  }

  private static String withoutScheme(SliceAddress slice) {
    if (slice.value().startsWith("azure://")) {
      return slice.value().substring("azure://".length());
    }
    URI url = https(slice);
    return url.getRawAuthority() + PercentEncoding.decodePath(url.getRawPath());
  }

  private static SliceObject asSigned(CloudCredentials.Presigned access, SliceAddress slice) {
    if (!SliceAddress.parse(access.url().reveal()).value().equals(slice.value())) {
      throw refused(slice, "it is not the address that was signed");
    }
    return new SliceObject("", slice.value());
  }

  private SliceObject under(String ownBucket, String ownPrefix, SliceAddress slice) {
    if (!bucket.equals(ownBucket)) {
      throw refused(slice, "it is not in the bucket of the file, " + ownBucket);
    }
    if (ownPrefix.isEmpty() || !key.startsWith(ownPrefix)) {
      throw refused(slice, "it is not under the prefix of the file, " + ownPrefix);
    }
    if (TRAVERSAL.matcher(key).find() || UNPRINTABLE.matcher(key).find()) {
      throw refused(slice, "its key holds dot segments, backslashes or control characters");
    }
    return this;
  }

  private static SliceObject split(String path, SliceAddress slice) {
    int slash = path.indexOf('/');
    if (slash <= 0) {
      throw refused(slice, "it names no object");
    }
    return new SliceObject(path.substring(0, slash), path.substring(slash + 1));
  }

  private static URI https(SliceAddress slice) {
    try {
      URI url = URI.create(slice.value());
      Origin.of(url);
      return url;
    } catch (IllegalArgumentException malformed) {
      throw refused(slice, "it is not a URL");
    }
  }

  private static String path(URI endpoint) {
    String path = endpoint.getRawPath() == null ? "" : endpoint.getRawPath();
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static SluiceException refused(SliceAddress slice, String reason) {
    return new SluiceException(
        ErrorCode.SLICE_ADDRESS_REFUSED,
        "The manifest's entry \""
            + printable(slice)
            + "\" is refused: "
            + reason
            + ". Nothing was asked of it; tell Keboola's support if the export is your own");
  }

  /** Whoever wrote it may have meant it for whoever reads the log. */
  private static String printable(SliceAddress slice) {
    String text = UNPRINTABLE.matcher(slice.value()).replaceAll("?");
    return UpstreamText.printable(text, LONGEST_ENTRY);
  }
}

package io.sluice.transfer.part;

import io.vertx.core.MultiMap;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a cloud says of a whole object's bytes, in lower-case hex: GCS in {@code x-goog-hash}, Azure
 * in {@code Content-MD5}, S3 in an ETag that is an MD5 (not of a multipart upload, nor of an object
 * under a KMS or customer key).
 */
public record Checksums(Optional<String> crc32c, Optional<String> md5) {
  static final Checksums NONE = new Checksums(Optional.empty(), Optional.empty());

  private static final Pattern MD5_TAG = Pattern.compile("\"([0-9a-fA-F]{32})\"");
  private static final int CRC32C_BYTES = 4;
  private static final int MD5_BYTES = 16;

  /** From the headers of a response that carries the whole object. */
  public static Checksums of(MultiMap headers) {
    List<String> google = headers.getAll("x-goog-hash");
    Optional<String> md5 =
        googleHash(google, "md5=", MD5_BYTES)
            .or(() -> decode(headers.get("Content-MD5"), MD5_BYTES))
            .or(() -> fromEntityTag(headers));
    return new Checksums(googleHash(google, "crc32c=", CRC32C_BYTES), md5);
  }

  private static Optional<String> googleHash(List<String> values, String label, int bytes) {
    return values.stream()
        .flatMap(value -> Pattern.compile(",").splitAsStream(value))
        .map(String::strip)
        .filter(value -> value.startsWith(label))
        .findFirst()
        .flatMap(value -> decode(value.substring(label.length()), bytes));
  }

  private static Optional<String> decode(String base64, int bytes) {
    if (base64 == null) {
      return Optional.empty();
    }
    try {
      byte[] hash = Base64.getDecoder().decode(base64.strip());
      return hash.length == bytes ? Optional.of(HexFormat.of().formatHex(hash)) : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static Optional<String> fromEntityTag(MultiMap headers) {
    String tag = headers.get("ETag");
    boolean encrypted =
        startsWith(headers.get("x-amz-server-side-encryption"), "aws:kms")
            || headers.contains("x-amz-server-side-encryption-customer-algorithm");
    if (tag == null || encrypted) {
      return Optional.empty();
    }
    Matcher matcher = MD5_TAG.matcher(tag);
    return matcher.matches()
        ? Optional.of(matcher.group(1).toLowerCase(java.util.Locale.ROOT))
        : Optional.empty();
  }

  private static boolean startsWith(String value, String prefix) {
    return value != null && value.startsWith(prefix);
  }
}

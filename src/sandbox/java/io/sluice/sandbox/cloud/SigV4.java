package io.sluice.sandbox.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** AWS Signature Version 4, reckoned apart from the signer that the gateway uses. */
final class SigV4 {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  static final String EMPTY_SHA256 = sha256("");

  private SigV4() {}

  /**
   * @param path decoded
   * @param query decoded, without the signature
   * @param headers the signed ones, names in lower case
   * @param date such as {@code 20260101T120000Z}
   * @param scope such as {@code 20260101/us-east-1/s3/aws4_request}
   */
  record Request(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      String payloadHash,
      String date,
      String scope) {

    String signature(String secretKey) {
      List<String> names = headers.keySet().stream().sorted().toList();
      String canonical =
          String.join(
              "\n",
              method,
              UriEncoding.encode(path, true),
              canonicalQuery(query),
              names.stream()
                  .map(name -> name + ":" + headers.get(name).strip().replaceAll(" +", " ") + "\n")
                  .collect(Collectors.joining()),
              String.join(";", names),
              payloadHash);
      String toSign = String.join("\n", ALGORITHM, date, scope, sha256(canonical));
      return HexFormat.of().formatHex(hmac(signingKey(secretKey, scope), toSign));
    }
  }

  static String canonicalQuery(Map<String, String> query) {
    Map<String, String> encoded = new TreeMap<>();
    query.forEach(
        (name, value) ->
            encoded.put(UriEncoding.encode(name, false), UriEncoding.encode(value, false)));
    return encoded.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining("&"));
  }

  private static byte[] signingKey(String secretKey, String scope) {
    byte[] key = ("AWS4" + secretKey).getBytes(UTF_8);
    for (String part : scope.split("/", -1)) {
      key = hmac(key, part);
    }
    return key;
  }

  static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  static boolean same(String left, String right) {
    return MessageDigest.isEqual(left.getBytes(UTF_8), right.getBytes(UTF_8));
  }
}

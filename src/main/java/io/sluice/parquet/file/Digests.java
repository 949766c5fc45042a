package io.sluice.parquet.file;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 and MD5 of the same bytes. */
final class Digests {
  private final MessageDigest sha256 = digest("SHA-256");
  private final MessageDigest md5 = digest("MD5");

  void update(ByteBuffer bytes) {
    sha256.update(bytes.duplicate());
    md5.update(bytes);
  }

  String sha256() {
    return HexFormat.of().formatHex(sha256.digest());
  }

  String md5() {
    return HexFormat.of().formatHex(md5.digest());
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}

package io.sluice.parquet.file;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** SHA-256 and MD5 of the same bytes. */
final class Digests {
  private final MessageDigest sha256 = digest("SHA-256");
  private final MessageDigest md5 = digest("MD5");

  void update(ByteBuffer bytes) {
    sha256.update(bytes.duplicate());
    md5.update(bytes);
  }

  /** The same on other threads; the bytes must stay as they are until it is done. */
  CompletableFuture<Void> update(ByteBuffer bytes, Executor pool) {
    ByteBuffer forMd5 = bytes.duplicate();
    ByteBuffer forSha256 = bytes.duplicate();
    return CompletableFuture.allOf(
        CompletableFuture.runAsync(() -> md5.update(forMd5), pool),
        CompletableFuture.runAsync(() -> sha256.update(forSha256), pool));
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

package io.sluice.parquet.file;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** SHA-256 and MD5 of the same bytes, each in order, on the caller's thread or on a pool's. */
final class Digests {
  private final MessageDigest sha256 = digest("SHA-256");
  private final MessageDigest md5 = digest("MD5");
  private CompletableFuture<Void> sha256Done = CompletableFuture.completedFuture(null);
  private CompletableFuture<Void> md5Done = CompletableFuture.completedFuture(null);

  void update(ByteBuffer bytes) {
    settle();
    sha256.update(bytes.duplicate());
    md5.update(bytes);
  }

  /** The same later, on other threads; the bytes must stay as they are until it is done. */
  CompletableFuture<Void> update(ByteBuffer bytes, Executor pool) {
    ByteBuffer forSha256 = bytes.duplicate();
    ByteBuffer forMd5 = bytes.duplicate();
    sha256Done = sha256Done.thenRunAsync(() -> sha256.update(forSha256), pool);
    md5Done = md5Done.thenRunAsync(() -> md5.update(forMd5), pool);
    return CompletableFuture.allOf(sha256Done, md5Done);
  }

  private void settle() {
    sha256Done.join();
    md5Done.join();
  }

  String sha256() {
    settle();
    return HexFormat.of().formatHex(sha256.digest());
  }

  String md5() {
    settle();
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

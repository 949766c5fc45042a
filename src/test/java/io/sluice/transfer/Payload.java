package io.sluice.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Bytes to serve; the same seed gives the same bytes. */
public final class Payload {
  private Payload() {}

  /** Any bytes are CSV as long as no quote is among them. */
  public static byte[] csv(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    for (int i = 0; i < size; i++) {
      bytes[i] = bytes[i] == '"' ? (byte) 'q' : bytes[i];
    }
    return bytes;
  }

  /** A gzip stream of incompressible bytes, hence a little longer than the size. */
  static byte[] gzip(int size, long seed) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(csv(size, seed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static byte[] parquet(int size, long seed) {
    byte[] bytes = csv(size, seed);
    byte[] magic = "PAR1".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(magic, 0, bytes, 0, magic.length);
    System.arraycopy(magic, 0, bytes, size - magic.length, magic.length);
    return bytes;
  }
}

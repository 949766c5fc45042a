package io.sluice.transfer.part;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.transfer.SliceFormat;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Says whether a part that has arrived is what it should be. The file is read at most once, and not
 * at all where neither a checksum nor gzip asks for it. Blocks.
 */
final class Verification {
  private static final int BUFFER = 1 << 17;
  private static final byte[] PARQUET_MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int SMALLEST_PARQUET = 12;

  private final Part part;
  private final SliceFormat format;

  private Verification(Part part, SliceFormat format) {
    this.part = part;
    this.format = format;
  }

  /** Fails with {@code slice-corrupt} where the part is not what it should be. */
  static void verify(Part part, SliceFormat format) throws IOException {
    new Verification(part, format).run();
  }

  private void run() throws IOException {
    try (FileChannel channel = FileChannel.open(part.path())) {
      checkLength(channel.size());
      if (format == SliceFormat.PARQUET) {
        checkParquet(channel);
      }
      checkContent(channel);
    }
  }

  private void checkLength(long size) {
    long expected = part.length().orElse(size);
    if (size != expected) {
      throw corrupt("is " + size + " bytes long where the cloud announced " + expected);
    }
  }

  private void checkParquet(FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < SMALLEST_PARQUET
        || !magicAt(channel, 0)
        || !magicAt(channel, size - PARQUET_MAGIC.length)) {
      throw corrupt("does not begin and end as a Parquet file does");
    }
  }

  private static boolean magicAt(FileChannel channel, long position) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(PARQUET_MAGIC.length);
    while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {
      // a read may bring less than asked for
    }
    return java.util.Arrays.equals(bytes.array(), PARQUET_MAGIC);
  }

  private void checkContent(FileChannel channel) throws IOException {
    boolean gzip = format == SliceFormat.CSV_GZIP;
    Checksums expected = part.checksums();
    if (!gzip && expected.equals(Checksums.NONE)) {
      return;
    }
    InputStream bytes = Channels.newInputStream(channel.position(0));
    CRC32C crc32c = new CRC32C();
    MessageDigest md5 = md5();
    InputStream summed = bytes;
    if (expected.crc32c().isPresent()) {
      summed = new CheckedInputStream(summed, crc32c);
    } else if (expected.md5().isPresent()) {
      summed = new DigestInputStream(summed, md5);
    }
    if (gzip) {
      checkGzip(summed);
    }
    summed.transferTo(OutputStream.nullOutputStream());
    if (expected.crc32c().isPresent()) {
      compare(
          "CRC32C", expected.crc32c().get(), HexFormat.of().toHexDigits((int) crc32c.getValue()));
    } else if (expected.md5().isPresent()) {
      compare("MD5", expected.md5().get(), HexFormat.of().formatHex(md5.digest()));
    }
  }

  /** Unpacks to nowhere: the only way to know that every member ends, with its CRC and length. */
  private void checkGzip(InputStream bytes) throws IOException {
    byte[] sink = new byte[BUFFER];
    try {
      InputStream unpacked = new GZIPInputStream(bytes, BUFFER);
      while (unpacked.read(sink) >= 0) {
        // only the end matters
      }
    } catch (EOFException cutOff) {
      throw corrupt("ends in the middle of its gzip stream");
    } catch (ZipException broken) {
      throw corrupt("is no intact gzip stream (" + broken.getMessage() + ")");
    }
  }

  private void compare(String name, String expected, String found) {
    if (!expected.equals(found)) {
      throw corrupt(
          String.format(
              Locale.ROOT, "has the %s %s where the cloud announced %s", name, found, expected));
    }
  }

  private SluiceException corrupt(String what) {
    return new SluiceException(
        ErrorCode.SLICE_CORRUPT, "Slice " + part.address() + " " + what + ".");
  }

  @SuppressWarnings("java:S4790")
  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}

package io.sluice.transfer.part;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.csv.CsvSummary;
import io.sluice.csv.RecordCounter;
import io.sluice.transfer.SliceFormat;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Says whether a slice that has arrived is what it should be, and counts CSV's records on the way.
 * The file is read at most once, and not at all where it is Parquet without a checksum. Blocks.
 */
final class Verification implements RoundRobin.Work<Optional<CsvSummary>> {
  private static final int BUFFER = 1 << 17;
  private static final long TURN = 16L << 20;
  private static final byte[] PARQUET_MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int SMALLEST_PARQUET = 12;

  private final Part part;
  private final SliceFormat format;
  private final long unpackedLimit;
  private final FileChannel channel;
  private final CRC32C crc32c = new CRC32C();
  private final MessageDigest md5 = md5();
  private final RecordCounter counter = new RecordCounter();
  private final byte[] buffer = new byte[BUFFER];
  private Optional<Content> content = Optional.empty();
  private long read;

  /**
   * The file's bytes.
   *
   * @param stored as they lie on disk, summed up
   * @param unpacked the same without gzip
   */
  private record Content(InputStream stored, InputStream unpacked) {}

  /**
   * Opens the file.
   *
   * @param part what is known of the slice
   * @param unpackedLimit bytes that it may unpack to
   */
  Verification(Part part, Path file, SliceFormat format, long unpackedLimit) throws IOException {
    this.part = part;
    this.format = format;
    this.unpackedLimit = unpackedLimit;
    this.channel = FileChannel.open(file);
  }

  @Override
  public Optional<Optional<CsvSummary>> turn() throws IOException {
    try {
      if (content.isEmpty()) {
        checkLength(channel.size());
        if (format == SliceFormat.PARQUET) {
          checkParquet();
        }
        content = Optional.of(open());
      }
      return go(content.get());
    } catch (EOFException cutOff) {
      throw corrupt("ends in the middle of its gzip stream");
    } catch (ZipException broken) {
      throw corrupt("is no intact gzip stream (" + broken.getMessage() + ")");
    } catch (RecordCounter.Malformed noCsv) {
      throw corrupt("is no good CSV: " + noCsv.getMessage());
    }
  }

  /** Gzip is unpacked to its end: the only way to know that every member has its CRC and length. */
  private Content open() throws IOException {
    InputStream stored = Channels.newInputStream(channel.position(0));
    if (part.checksums().crc32c().isPresent()) {
      stored = new CheckedInputStream(stored, crc32c);
    } else if (part.checksums().md5().isPresent()) {
      stored = new DigestInputStream(stored, md5);
    } else if (format == SliceFormat.PARQUET) {
      stored = InputStream.nullInputStream();
    }
    boolean packed = format == SliceFormat.CSV_GZIP && channel.size() > 0;
    return new Content(stored, packed ? new GZIPInputStream(stored, BUFFER) : stored);
  }

  private Optional<Optional<CsvSummary>> go(Content bytes)
      throws IOException, RecordCounter.Malformed {
    long end = read + TURN;
    while (read < end) {
      int length = bytes.unpacked().read(buffer);
      if (length < 0) {
        return Optional.of(finish(bytes));
      }
      read += length;
      if (format == SliceFormat.CSV_GZIP && read > unpackedLimit) {
        throw tooLarge();
      }
      if (format != SliceFormat.PARQUET) {
        counter.count(buffer, length);
      }
    }
    return Optional.empty();
  }

  private Optional<CsvSummary> finish(Content bytes) throws IOException, RecordCounter.Malformed {
    bytes.stored().transferTo(OutputStream.nullOutputStream());
    Checksums expected = part.checksums();
    if (expected.crc32c().isPresent()) {
      compare(
          "CRC32C", expected.crc32c().get(), HexFormat.of().toHexDigits((int) crc32c.getValue()));
    } else if (expected.md5().isPresent()) {
      compare("MD5", expected.md5().get(), HexFormat.of().formatHex(md5.digest()));
    }
    return format == SliceFormat.PARQUET ? Optional.empty() : Optional.of(counter.end());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void checkLength(long size) {
    long expected = part.length().orElse(size);
    if (size != expected) {
      throw corrupt("is " + size + " bytes long where the cloud announced " + expected);
    }
  }

  private void checkParquet() throws IOException {
    long size = channel.size();
    if (size < SMALLEST_PARQUET || !magicAt(0) || !magicAt(size - PARQUET_MAGIC.length)) {
      throw corrupt("does not begin and end as a Parquet file does");
    }
  }

  private boolean magicAt(long position) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(PARQUET_MAGIC.length);
    while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {
      // a read may bring less than asked for
    }
    return java.util.Arrays.equals(bytes.array(), PARQUET_MAGIC);
  }

  private void compare(String name, String expected, String found) {
    if (!expected.equals(found)) {
      throw corrupt(
          String.format(
              Locale.ROOT, "has the %s %s where the cloud announced %s", name, found, expected));
    }
  }

  private SluiceException tooLarge() {
    return new SluiceException(
        ErrorCode.SLICE_TOO_LARGE,
        "Slice "
            + part.address()
            + " unpacks to more than the "
            + unpackedLimit
            + " bytes of sluice.transfer.unpacked-limit.");
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

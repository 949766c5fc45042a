package io.sluice.parquet.file;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;
import org.xerial.snappy.Snappy;

/** Unpacks a page's body into exactly the size that its header says, and never into more. */
final class PageBody {
  private PageBody() {}

  /**
   * The bytes before compression; none where the codec is not one that is unpacked here, or the
   * body is not of that size.
   */
  static Optional<byte[]> unpack(CompressionCodec codec, byte[] packed, int from, int size) {
    try {
      return switch (codec) {
        case UNCOMPRESSED -> exactly(size, packed.length - from, slice(packed, from));
        case SNAPPY -> snappy(packed, from, size);
        case ZSTD -> zstd(packed, from, size);
        case GZIP -> gzip(packed, from, size);
        default -> Optional.empty();
      };
    } catch (IOException | ZstdException e) {
      return Optional.empty();
    }
  }

  private static byte[] slice(byte[] packed, int from) {
    return from == 0 ? packed : java.util.Arrays.copyOfRange(packed, from, packed.length);
  }

  private static Optional<byte[]> snappy(byte[] packed, int from, int size) throws IOException {
    int length = packed.length - from;
    if (Snappy.uncompressedLength(packed, from, length) != size) {
      return Optional.empty();
    }
    byte[] body = new byte[size];
    return exactly(size, Snappy.uncompress(packed, from, length, body, 0), body);
  }

  private static Optional<byte[]> zstd(byte[] packed, int from, int size) {
    byte[] body = new byte[size];
    long done = Zstd.decompressByteArray(body, 0, size, packed, from, packed.length - from);
    return exactly(size, done, body);
  }

  private static Optional<byte[]> gzip(byte[] packed, int from, int size) throws IOException {
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(packed, from, packed.length - from))) {
      byte[] body = in.readNBytes(size);
      return exactly(size, body.length, body);
    }
  }

  private static Optional<byte[]> exactly(int size, long done, byte[] body) {
    return done == size ? Optional.of(body) : Optional.empty();
  }
}

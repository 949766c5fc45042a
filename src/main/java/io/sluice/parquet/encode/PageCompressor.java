package io.sluice.parquet.encode;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.parquet.format.CompressionCodec;
import org.xerial.snappy.Snappy;

/** Compresses pages one after the other into a buffer of its own; not for several threads. */
final class PageCompressor implements AutoCloseable {
  private final CompressionCodec codec;
  private final ZstdCompressCtx zstd;
  private final ByteSink compressed = new ByteSink(1 << 16);

  PageCompressor(CompressionCodec codec, int level) {
    this.codec = codec;
    this.zstd = codec == CompressionCodec.ZSTD ? new ZstdCompressCtx().setLevel(level) : null;
  }

  /** What comes back is valid until the next call. */
  ByteSink compress(ByteSink page) {
    if (codec == CompressionCodec.UNCOMPRESSED) {
      return page;
    }
    compressed.clear();
    compressed.reserve(bound(page.size()));
    byte[] to = compressed.array();
    compressed.advance(
        zstd == null
            ? snappy(page, to)
            : zstd.compressByteArray(to, 0, to.length, page.array(), 0, page.size()));
    return compressed;
  }

  private int bound(int size) {
    return zstd == null ? Snappy.maxCompressedLength(size) : (int) Zstd.compressBound(size);
  }

  private static int snappy(ByteSink page, byte[] to) {
    try {
      return Snappy.compress(page.array(), 0, page.size(), to, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (zstd != null) {
      zstd.close();
    }
  }
}

package io.sluice.parquet.encode;

import io.sluice.parquet.values.PageValues;

/** What one thread needs to encode pages: lent out for one task at a time, never shared. */
final class EncodeBuffers implements AutoCloseable {
  final PageValues page = new PageValues();
  final int[] indices = new int[PageValues.MAX_ROWS + 8];
  final ByteSink body = new ByteSink(PageValues.TARGET_BYTES + (1 << 16));
  final ByteSink header = new ByteSink(256);
  final PageCompressor compressor;

  EncodeBuffers(EncodeOptions options) {
    compressor = new PageCompressor(options.codec(), options.zstdLevel());
  }

  @Override
  public void close() {
    compressor.close();
  }
}

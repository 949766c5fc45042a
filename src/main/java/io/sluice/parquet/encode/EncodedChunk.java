package io.sluice.parquet.encode;

import java.util.List;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;

/**
 * A column chunk ready for the file: its pages with their headers, off the heap.
 *
 * @param dictionary the dictionary page; empty where there is none
 * @param uncompressedBytes of all pages with their headers
 */
record EncodedChunk(
    PageStore dictionary,
    PageStore pages,
    PageIndexBuilder index,
    List<Encoding> encodings,
    List<PageEncodingStats> encodingStats,
    long uncompressedBytes)
    implements AutoCloseable {

  @Override
  public void close() {
    dictionary.close();
    pages.close();
  }
}

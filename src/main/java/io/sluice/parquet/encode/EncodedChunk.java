package io.sluice.parquet.encode;

import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;

/**
 * A column chunk ready for the file: its pages with their headers, off the heap.
 *
 * @param dictionary the dictionary page, where there is one
 * @param uncompressedBytes of all pages with their headers
 */
record EncodedChunk(
    Optional<ArrowBuf> dictionary,
    List<ArrowBuf> pages,
    ChunkIndex index,
    List<Encoding> encodings,
    List<PageEncodingStats> encodingStats,
    long compressedBytes,
    long uncompressedBytes)
    implements AutoCloseable {

  @Override
  public void close() {
    dictionary.ifPresent(ArrowBuf::close);
    pages.forEach(ArrowBuf::close);
  }
}

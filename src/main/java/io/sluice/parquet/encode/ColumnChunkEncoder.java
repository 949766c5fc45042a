package io.sluice.parquet.encode;

import io.sluice.parquet.type.ColumnType;
import io.sluice.parquet.type.ColumnType.Kind;
import io.sluice.parquet.type.ParquetTypes;
import io.sluice.parquet.values.PageValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/**
 * Encodes one column, chunk after chunk. A chunk begins with a dictionary and gives it up at its
 * first page where it does not pay, or later where it grows too large; a column that gave it up at
 * once is not tried again for some chunks. Tasks of one column never overlap.
 */
final class ColumnChunkEncoder implements AutoCloseable {
  private static final int CHUNKS_BEFORE_RETRY = 8;

  private final BlockPool blocks;
  private final ValueEncoder values;
  private final boolean truncated;
  private final boolean dictionaryPossible;
  private int chunksWithoutTry;
  private boolean dictionaryWanted;
  private int plainPages;
  private int dictionaryPages;
  private long uncompressedBytes;
  private PageIndexBuilder index;
  private PageStore pages;

  ColumnChunkEncoder(ColumnType type, int dictionaryBytes, BlockPool blocks) {
    this.blocks = blocks;
    this.values = encoder(type, dictionaryBytes);
    this.truncated = ParquetTypes.physical(type) == Type.BYTE_ARRAY;
    this.dictionaryPossible = type.kind() != Kind.BOOLEAN;
    begin();
  }

  private static ValueEncoder encoder(ColumnType type, int dictionaryBytes) {
    return switch (ParquetTypes.physical(type)) {
      case BOOLEAN -> new BooleanEncoder();
      case BYTE_ARRAY -> new BytesEncoder(true, false, dictionaryBytes);
      case FIXED_LEN_BYTE_ARRAY ->
          new BytesEncoder(false, type.kind() == Kind.DECIMAL, dictionaryBytes);
      default -> new LongEncoder(ParquetTypes.physical(type), dictionaryBytes);
    };
  }

  private void begin() {
    dictionaryWanted = dictionaryPossible && chunksWithoutTry == 0;
    chunksWithoutTry = Math.max(0, chunksWithoutTry - 1);
    plainPages = 0;
    dictionaryPages = 0;
    uncompressedBytes = 0;
    index = new PageIndexBuilder(values.order(), truncated);
    pages = new PageStore(blocks);
  }

  /** Encodes the page of the buffers. */
  void add(EncodeBuffers buffers) {
    PageValues page = buffers.page;
    Optional<MinMax> bounds = values.bounds(page);
    ByteSink body = buffers.body;
    body.clear();
    DefinitionLevels.write(page, body);
    boolean indexed = dictionaryWanted && indexed(page, buffers);
    if (indexed) {
      int bitWidth = RleBitPackingWriter.bitWidth(values.dictionaryEntries());
      body.write(bitWidth);
      RleBitPackingWriter.write(buffers.indices, page.count(), bitWidth, body);
      dictionaryPages++;
    } else {
      values.plain(page, body);
      plainPages++;
    }
    long offset = pages.size();
    int size =
        store(
            buffers,
            pages,
            header ->
                header
                    .setType(PageType.DATA_PAGE)
                    .setData_page_header(
                        new DataPageHeader(
                            page.rows(),
                            indexed ? Encoding.RLE_DICTIONARY : Encoding.PLAIN,
                            Encoding.RLE,
                            Encoding.RLE)));
    index.add(bounds, page.rows(), page.rows() - page.count(), offset, size);
  }

  private boolean indexed(PageValues page, EncodeBuffers buffers) {
    boolean fits = values.index(page, buffers.indices);
    if (fits && (dictionaryPages > 0 || pays(page, buffers))) {
      return true;
    }
    dictionaryWanted = false;
    if (dictionaryPages == 0) {
      values.reset();
      chunksWithoutTry = CHUNKS_BEFORE_RETRY;
    }
    return false;
  }

  /** Whether dictionary and indices together are clearly smaller than the values themselves. */
  private boolean pays(PageValues page, EncodeBuffers buffers) {
    if (page.count() == 0) {
      return true;
    }
    long plain = plainSize(page, buffers);
    long indices =
        (long) page.count() * RleBitPackingWriter.bitWidth(values.dictionaryEntries()) / 8;
    return 4 * (indices + values.dictionaryBytes()) < 3 * plain;
  }

  private long plainSize(PageValues page, EncodeBuffers buffers) {
    int before = buffers.body.size();
    values.plain(page, buffers.body);
    int size = buffers.body.size() - before;
    buffers.body.advance(-size);
    return size;
  }

  private interface HeaderKind {
    PageHeader set(PageHeader header);
  }

  /** Compresses the body of the buffers and keeps it behind its header. */
  private int store(EncodeBuffers buffers, PageStore to, HeaderKind kind) {
    ByteSink data = buffers.compressor.compress(buffers.body);
    CRC32 crc = new CRC32();
    crc.update(data.array(), 0, data.size());
    PageHeader header =
        kind.set(
            new PageHeader()
                .setUncompressed_page_size(buffers.body.size())
                .setCompressed_page_size(data.size())
                .setCrc((int) crc.getValue()));
    buffers.header.clear();
    write(header, buffers.header);
    int size = buffers.header.size() + data.size();
    to.append(buffers.header);
    to.append(data);
    uncompressedBytes += buffers.header.size() + buffers.body.size();
    return size;
  }

  private static void write(PageHeader header, ByteSink to) {
    try {
      Util.writePageHeader(header, to);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Ends the chunk and begins the next one. */
  EncodedChunk finish(EncodeBuffers buffers) {
    PageStore dictionary = new PageStore(blocks);
    if (dictionaryPages > 0) {
      writeDictionary(buffers, dictionary);
    }
    EncodedChunk chunk =
        new EncodedChunk(
            dictionary,
            pages,
            index,
            dictionaryPages > 0
                ? List.of(Encoding.PLAIN, Encoding.RLE, Encoding.RLE_DICTIONARY)
                : List.of(Encoding.PLAIN, Encoding.RLE),
            encodingStats(),
            uncompressedBytes);
    values.reset();
    begin();
    return chunk;
  }

  private void writeDictionary(EncodeBuffers buffers, PageStore to) {
    buffers.body.clear();
    values.dictionary(buffers.body);
    store(
        buffers,
        to,
        header ->
            header
                .setType(PageType.DICTIONARY_PAGE)
                .setDictionary_page_header(
                    new DictionaryPageHeader(values.dictionaryEntries(), Encoding.PLAIN)));
  }

  private List<PageEncodingStats> encodingStats() {
    List<PageEncodingStats> stats = new ArrayList<>();
    if (dictionaryPages > 0) {
      stats.add(new PageEncodingStats(PageType.DICTIONARY_PAGE, Encoding.PLAIN, 1));
      stats.add(
          new PageEncodingStats(PageType.DATA_PAGE, Encoding.RLE_DICTIONARY, dictionaryPages));
    }
    if (plainPages > 0) {
      stats.add(new PageEncodingStats(PageType.DATA_PAGE, Encoding.PLAIN, plainPages));
    }
    return stats;
  }

  @Override
  public void close() {
    pages.close();
  }
}

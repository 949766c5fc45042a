package io.sluice.fuzz;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.xerial.snappy.Snappy;

/** A good Parquet file taken apart into footer, headers and bodies, to be put together again. */
final class ParquetPages {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int MOST_UNPACKED = 1 << 20;

  /** A page; its header may lie about its body. */
  static final class Page {
    private final PageHeader header;
    private byte[] body;

    Page(PageHeader header, byte[] body) {
      this.header = header;
      this.body = body;
    }

    PageHeader header() {
      return header;
    }

    /** Another body as it is stored; the header says its size. */
    void store(byte[] other) {
      body = other;
      header.setCompressed_page_size(other.length);
      header.unsetCrc();
    }

    /** The levels of a version 2 page are never packed. */
    private int levels() {
      return header.isSetData_page_header_v2()
          ? header.getData_page_header_v2().getDefinition_levels_byte_length()
              + header.getData_page_header_v2().getRepetition_levels_byte_length()
          : 0;
    }

    private boolean packed() {
      return !header.isSetData_page_header_v2()
          || header.getData_page_header_v2().isIs_compressed();
    }
  }

  private final FileMetaData footer;
  private final List<List<Page>> chunks = new ArrayList<>();

  private ParquetPages(FileMetaData footer) {
    this.footer = footer;
  }

  static ParquetPages of(byte[] file) throws IOException {
    ParquetPages pages = new ParquetPages(footer(file));
    for (ColumnChunk chunk : pages.columns()) {
      pages.chunks.add(pages(file, chunk.getMeta_data()));
    }
    return pages;
  }

  static FileMetaData footer(byte[] file) throws IOException {
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 8);
    return Util.readFileMetaData(new ByteArrayInputStream(file, file.length - 8 - length, length));
  }

  private static List<Page> pages(byte[] file, ColumnMetaData chunk) throws IOException {
    long start = chunk.getData_page_offset();
    if (chunk.isSetDictionary_page_offset()) {
      start = Math.min(start, chunk.getDictionary_page_offset());
    }
    int size = (int) chunk.getTotal_compressed_size();
    ByteArrayInputStream in = new ByteArrayInputStream(file, (int) start, size);
    List<Page> pages = new ArrayList<>();
    while (in.available() > 0) {
      PageHeader header = Util.readPageHeader(in);
      pages.add(new Page(header, in.readNBytes(header.getCompressed_page_size())));
    }
    return pages;
  }

  private List<ColumnChunk> columns() {
    return footer.getRow_groups().stream().map(RowGroup::getColumns).flatMap(List::stream).toList();
  }

  FileMetaData footer() {
    return footer;
  }

  /** Of each column chunk, those of one row group after the other. */
  List<List<Page>> chunks() {
    return chunks;
  }

  /** Changes what a page holds behind its compression. */
  void rewrite(int chunk, Page page, UnaryOperator<byte[]> change) throws IOException {
    CompressionCodec codec = columns().get(chunk).getMeta_data().getCodec();
    int levels = page.levels();
    byte[] packed = Arrays.copyOfRange(page.body, levels, page.body.length);
    boolean isPacked = page.packed() && packed.length > 0;
    byte[] values = isPacked ? unpack(codec, packed, page, levels) : packed;
    byte[] changed = change.apply(values);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(page.body, 0, levels);
    all.writeBytes(isPacked ? pack(codec, changed) : changed);
    page.store(all.toByteArray());
    page.header.setUncompressed_page_size(levels + changed.length);
  }

  private static byte[] unpack(CompressionCodec codec, byte[] packed, Page page, int levels)
      throws IOException {
    int size = page.header.getUncompressed_page_size() - levels;
    if (size < 0 || size > MOST_UNPACKED) {
      throw new IOException("an earlier step lied of the size");
    }
    return switch (codec) {
      case SNAPPY -> Snappy.uncompress(packed);
      case ZSTD -> Zstd.decompress(packed, size);
      case GZIP -> new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
      default -> packed;
    };
  }

  private static byte[] pack(CompressionCodec codec, byte[] values) throws IOException {
    return switch (codec) {
      case SNAPPY -> Snappy.compress(values);
      case ZSTD -> Zstd.compress(values);
      case GZIP -> {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
          gzip.write(values);
        }
        yield bytes.toByteArray();
      }
      default -> values;
    };
  }

  /** A file with these pages; the footer says where they are, then it may be made to lie. */
  byte[] file(UnaryOperator<FileMetaData> lie) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(MAGIC);
    List<ColumnChunk> columns = columns();
    for (int i = 0; i < columns.size(); i++) {
      write(columns.get(i), chunks.get(i), file);
    }
    ByteArrayOutputStream end = new ByteArrayOutputStream();
    Util.writeFileMetaData(lie.apply(footer), end);
    file.writeBytes(end.toByteArray());
    file.writeBytes(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(end.size()).array());
    file.writeBytes(MAGIC);
    return file.toByteArray();
  }

  private static void write(ColumnChunk chunk, List<Page> pages, ByteArrayOutputStream file)
      throws IOException {
    ColumnMetaData data = chunk.getMeta_data();
    int start = file.size();
    boolean dictionary = false;
    boolean found = false;
    for (Page page : pages) {
      if (page.header.isSetDictionary_page_header()) {
        dictionary = true;
        data.setDictionary_page_offset(file.size());
      } else if (!found) {
        found = true;
        data.setData_page_offset(file.size());
      }
      Util.writePageHeader(page.header, file);
      file.writeBytes(page.body);
    }
    if (!dictionary) {
      data.unsetDictionary_page_offset();
    }
    data.setTotal_compressed_size((long) file.size() - start);
    chunk.unsetOffset_index_offset();
    chunk.unsetOffset_index_length();
    chunk.unsetColumn_index_offset();
    chunk.unsetColumn_index_length();
    data.unsetBloom_filter_offset();
  }
}

package io.sluice.parquet.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/**
 * The pages of one column chunk by their headers, each checked before native code believes it: its
 * body lies inside the chunk, its sizes are no negative numbers, and all its values together are as
 * many as the footer says.
 */
final class ChunkPages {
  private static final int LONGEST_HEADER = 16 << 20;
  private static final int MOST_PAGES = 100_000;

  /** A header may make Thrift allocate 100 MB before it is refused: one at a time, so that fits. */
  private static final Object ONE_AT_A_TIME = new Object();

  /**
   * A page with values.
   *
   * @param body where its body begins in the file
   */
  record Page(PageHeader header, long body) {

    int values() {
      return header.getType() == PageType.DATA_PAGE
          ? header.getData_page_header().getNum_values()
          : header.getData_page_header_v2().getNum_values();
    }

    Encoding encoding() {
      return header.getType() == PageType.DATA_PAGE
          ? header.getData_page_header().getEncoding()
          : header.getData_page_header_v2().getEncoding();
    }
  }

  private final SliceFooter footer;
  private final FileChannel file;
  private final ColumnMetaData chunk;
  private final List<Page> pages = new ArrayList<>();
  private Optional<Page> dictionary = Optional.empty();
  private int largest;

  private ChunkPages(SliceFooter footer, FileChannel file, ColumnMetaData chunk) {
    this.footer = footer;
    this.file = file;
    this.chunk = chunk;
  }

  /** Reads all headers; {@code slice-corrupt} where they contradict each other or the footer. */
  static ChunkPages read(SliceFooter footer, FileChannel file, ColumnMetaData chunk)
      throws IOException {
    ChunkPages pages = new ChunkPages(footer, file, chunk);
    pages.walk();
    return pages;
  }

  ColumnMetaData chunk() {
    return chunk;
  }

  /** The pages with values, in order. */
  List<Page> pages() {
    return pages;
  }

  Optional<Page> dictionary() {
    return dictionary;
  }

  /** The size of the largest body before compression. */
  int largest() {
    return largest;
  }

  /** A page's body as it lies in the file. */
  byte[] body(Page page) throws IOException {
    return SliceFooter.read(file, page.body(), page.header().getCompressed_page_size());
  }

  private void walk() throws IOException {
    long at = FooterCheck.start(chunk);
    long end = at + chunk.getTotal_compressed_size();
    long values = 0;
    while (values < chunk.getNum_values()) {
      require(at < end, "a column ends before its last value");
      Header header = header(at, end);
      Page page = new Page(header.thrift(), at + header.length());
      at = page.body() + header.thrift().getCompressed_page_size();
      require(header.sane() && at <= end, "a page does not lie inside of its column");
      largest = Math.max(largest, header.thrift().getUncompressed_page_size());
      values += add(page);
    }
    require(values == chunk.getNum_values(), "a column's pages hold more values than it has");
  }

  /** How many values of the chunk it holds. */
  private int add(Page page) {
    PageHeader header = page.header();
    return switch (header.getType()) {
      case DICTIONARY_PAGE -> {
        require(
            header.isSetDictionary_page_header()
                && fits(header.getDictionary_page_header().getNum_values(), header)
                && dictionary.isEmpty()
                && pages.isEmpty(),
            "a dictionary is not where one may be");
        dictionary = Optional.of(page);
        yield 0;
      }
      case DATA_PAGE -> values(page, header.isSetData_page_header());
      case DATA_PAGE_V2 -> values(page, header.isSetData_page_header_v2());
      case INDEX_PAGE -> 0; // Arrow passes over it as well
    };
  }

  /** Arrow makes room for as many entries as the header says before it reads them. */
  private boolean fits(int entries, PageHeader header) {
    int least = chunk.getType() == Type.BYTE_ARRAY ? 4 : 1;
    return entries >= 0 && (long) least * entries <= header.getUncompressed_page_size();
  }

  private int values(Page page, boolean described) {
    require(described && page.values() >= 0, "a page does not say what it holds");
    require(pages.size() < MOST_PAGES, "a column has more than " + MOST_PAGES + " pages");
    pages.add(page);
    return page.values();
  }

  private record Header(PageHeader thrift, int length) {

    boolean sane() {
      return thrift.getCompressed_page_size() >= 0 && thrift.getUncompressed_page_size() >= 0;
    }
  }

  private Header header(long at, long end) {
    FileWindow window = new FileWindow(file, at, Math.min(end, at + LONGEST_HEADER));
    synchronized (ONE_AT_A_TIME) {
      try {
        PageHeader header = Util.readPageHeader(window);
        return new Header(header, window.consumed());
      } catch (IOException | RuntimeException e) {
        throw SliceFooter.corrupt(footer.slice(), "a page's header cannot be understood", e);
      }
    }
  }

  private void require(boolean good, String why) {
    if (!good) {
      throw SliceFooter.corrupt(footer.slice(), why, null);
    }
  }
}

package io.sluice.parquet.file;

import io.sluice.parquet.file.ChunkPages.Page;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;

/**
 * How many bytes the texts of a column chunk have once each row holds its own. Pages with values
 * hold no more than they are long; what names values of a dictionary may hold any multiple of it.
 * That is asked for as exactly as it has to be: bounded by the dictionary's length while that is
 * little, then by its largest value, then by counting what each row names.
 */
final class DecodedTexts {
  private static final long LITTLE = 8L << 20;
  private static final long MUCH = 64L << 20;

  /** What is unpacked here lies on the heap. */
  private static final int LARGEST_UNPACKED = 8 << 20;

  private final ChunkPages pages;
  private final boolean optional;

  DecodedTexts(ChunkPages pages, boolean optional) {
    this.pages = pages;
    this.optional = optional;
  }

  /** Never too few; too many only where a page cannot be unpacked here. */
  long bytes() throws IOException {
    long plain = 0;
    long named = 0;
    for (Page page : pages.pages()) {
      long size = page.header().getUncompressed_page_size();
      switch (page.encoding()) {
        case PLAIN_DICTIONARY, RLE_DICTIONARY -> named += page.values();
        case DELTA_BYTE_ARRAY -> plain = Sizes.sum(plain, size * Math.max(1, page.values()));
        default -> plain = Sizes.sum(plain, size);
      }
    }
    return named == 0 ? plain : Sizes.sum(plain, named(named));
  }

  private long named(long rows) throws IOException {
    Optional<Page> dictionary = pages.dictionary();
    if (dictionary.isEmpty()) {
      return 0; // Arrow refuses such a chunk
    }
    int entries = dictionary.get().header().getDictionary_page_header().getNum_values();
    long longest = dictionary.get().header().getUncompressed_page_size() - 4L * entries;
    if (Sizes.product(rows, longest) <= LITTLE) {
      return Sizes.product(rows, longest);
    }
    Optional<int[]> sizes = unpack(dictionary.get()).flatMap(body -> sizes(body, entries));
    if (sizes.isEmpty()) {
      return Sizes.product(rows, longest);
    }
    long largest = Arrays.stream(sizes.get()).max().orElse(0);
    return Sizes.product(rows, largest) <= MUCH
        ? Sizes.product(rows, largest)
        : counted(sizes.get(), largest);
  }

  private Optional<byte[]> unpack(Page page) throws IOException {
    int size = page.header().getUncompressed_page_size();
    int packed = page.header().getCompressed_page_size();
    return size > LARGEST_UNPACKED || packed > LARGEST_UNPACKED
        ? Optional.empty()
        : PageBody.unpack(pages.chunk().getCodec(), pages.body(page), 0, size);
  }

  private static Optional<int[]> sizes(byte[] dictionary, int entries) {
    ByteBuffer body = ByteBuffer.wrap(dictionary).order(ByteOrder.LITTLE_ENDIAN);
    if (entries > dictionary.length / 4) {
      return Optional.empty();
    }
    int[] sizes = new int[entries];
    for (int i = 0; i < entries; i++) {
      int size = body.remaining() < 4 ? -1 : body.getInt();
      if (size < 0 || size > body.remaining()) {
        return Optional.empty();
      }
      sizes[i] = size;
      body.position(body.position() + size);
    }
    return Optional.of(sizes);
  }

  private long counted(int[] sizes, long largest) throws IOException {
    long sum = 0;
    for (Page page : pages.pages()) {
      Encoding encoding = page.encoding();
      if (encoding == Encoding.PLAIN_DICTIONARY || encoding == Encoding.RLE_DICTIONARY) {
        sum = Sizes.sum(sum, counted(page, sizes).orElse(page.values() * largest));
      }
    }
    return sum;
  }

  /** Levels stand before the indices: with their length where there are any, or named by v2. */
  private Optional<Long> counted(Page page, int[] sizes) throws IOException {
    DataPageHeaderV2 v2 = page.header().getData_page_header_v2();
    if (v2 != null) {
      return countedAfterLevels(page, v2, sizes);
    }
    Optional<byte[]> body = unpack(page);
    if (body.isEmpty()) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(body.get()).order(ByteOrder.LITTLE_ENDIAN);
    if (optional && bytes.remaining() < 4) {
      return Optional.empty();
    }
    long from = optional ? 4L + Integer.toUnsignedLong(bytes.getInt(0)) : 0;
    return sum(body.get(), from, sizes, page.values());
  }

  private Optional<Long> countedAfterLevels(Page page, DataPageHeaderV2 header, int[] sizes)
      throws IOException {
    int levels =
        header.getRepetition_levels_byte_length() + header.getDefinition_levels_byte_length();
    int size = page.header().getUncompressed_page_size();
    int packed = page.header().getCompressed_page_size();
    if (levels < 0
        || levels > Math.min(size, packed)
        || size > LARGEST_UNPACKED
        || packed > LARGEST_UNPACKED) {
      return Optional.empty();
    }
    byte[] body = pages.body(page);
    if (!header.isIs_compressed()) {
      return sum(body, levels, sizes, page.values());
    }
    return PageBody.unpack(pages.chunk().getCodec(), body, levels, size - levels)
        .flatMap(indices -> sum(indices, 0, sizes, page.values()));
  }

  private Optional<Long> sum(byte[] body, long from, int[] sizes, int count) {
    if (from >= body.length || body[(int) from] < 0 || body[(int) from] > 31) {
      return Optional.empty();
    }
    try {
      return Optional.of(new IndexRuns(body, (int) from + 1).sum(sizes, body[(int) from], count));
    } catch (IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }
}

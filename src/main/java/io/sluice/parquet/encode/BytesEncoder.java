package io.sluice.parquet.encode;

import io.sluice.parquet.values.PageValues;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * BYTE_ARRAY (each value behind its length) and FIXED_LEN_BYTE_ARRAY (values alone), with the
 * bytes' own order or, for wide decimals, the order of signed numbers.
 */
final class BytesEncoder implements ValueEncoder {
  private final boolean prefixed;
  private final boolean signed;
  private final BytesDictionary dictionary;

  BytesEncoder(boolean prefixed, boolean signed, int dictionaryBytes) {
    this.prefixed = prefixed;
    this.signed = signed;
    this.dictionary = new BytesDictionary(dictionaryBytes);
  }

  @Override
  public void plain(PageValues page, ByteSink out) {
    put(page.bytes(), page.offsets(), page.count(), out);
  }

  private void put(byte[] from, int[] offsets, int count, ByteSink out) {
    if (!prefixed) {
      out.write(from, 0, offsets[count]);
      return;
    }
    // Eight bytes more, so that short values can be copied as whole words.
    out.reserve(offsets[count] + 4 * count + 8);
    byte[] bytes = out.array();
    int at = out.size();
    for (int i = 0; i < count; i++) {
      int start = offsets[i];
      int length = offsets[i + 1] - start;
      ByteSink.INT.set(bytes, at, length);
      at += 4;
      if (length <= 8) {
        ByteSink.LONG.set(bytes, at, (long) ByteSink.LONG.get(from, start));
      } else {
        System.arraycopy(from, start, bytes, at, length);
      }
      at += length;
    }
    out.advance(offsets[count] + 4 * count);
  }

  @Override
  public Optional<MinMax> bounds(PageValues page) {
    if (page.count() == 0) {
      return Optional.empty();
    }
    byte[] bytes = page.bytes();
    int[] offsets = page.offsets();
    int min = 0;
    int max = 0;
    long minPrefix = prefix(bytes, offsets, 0);
    long maxPrefix = minPrefix;
    for (int i = 1; i < page.count(); i++) {
      long prefix = prefix(bytes, offsets, i);
      if (prefix <= minPrefix && (prefix < minPrefix || compare(bytes, offsets, i, min) < 0)) {
        min = i;
        minPrefix = prefix;
      }
      if (prefix >= maxPrefix && (prefix > maxPrefix || compare(bytes, offsets, i, max) > 0)) {
        max = i;
        maxPrefix = prefix;
      }
    }
    return Optional.of(
        new MinMax(
            Arrays.copyOfRange(bytes, offsets[min], offsets[min + 1]),
            Arrays.copyOfRange(bytes, offsets[max], offsets[max + 1])));
  }

  /** The first eight bytes as a number that sorts (signed) as the values do. */
  private long prefix(byte[] bytes, int[] offsets, int i) {
    int length = offsets[i + 1] - offsets[i];
    long word = Long.reverseBytes((long) ByteSink.LONG.get(bytes, offsets[i]));
    if (length < 8) {
      word = length == 0 ? 0 : word & (-1L << (64 - 8 * length));
    }
    return signed ? word : word ^ Long.MIN_VALUE;
  }

  private int compare(byte[] bytes, int[] offsets, int a, int b) {
    // Equal prefixes have equal signs, so what follows compares as unsigned bytes do.
    return Arrays.compareUnsigned(
        bytes, offsets[a], offsets[a + 1], bytes, offsets[b], offsets[b + 1]);
  }

  @Override
  public Comparator<byte[]> order() {
    return signed ? BytesEncoder::compareSigned : Arrays::compareUnsigned;
  }

  private static int compareSigned(byte[] a, byte[] b) {
    int signs = Boolean.compare(a[0] >= 0, b[0] >= 0);
    return signs != 0 ? signs : Arrays.compareUnsigned(a, b);
  }

  @Override
  public boolean index(PageValues page, int[] indices) {
    return dictionary.index(page.bytes(), page.offsets(), page.count(), indices);
  }

  @Override
  public int dictionaryEntries() {
    return dictionary.size();
  }

  @Override
  public int dictionaryBytes() {
    return dictionary.bytesUsed() + (prefixed ? 4 * dictionary.size() : 0);
  }

  @Override
  public void dictionary(ByteSink out) {
    put(dictionary.bytes(), dictionary.offsets(), dictionary.size(), out);
  }

  @Override
  public void reset() {
    dictionary.clear();
  }
}

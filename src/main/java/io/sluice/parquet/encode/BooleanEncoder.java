package io.sluice.parquet.encode;

import io.sluice.parquet.values.PageValues;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** BOOLEAN: one bit each, no dictionary. */
final class BooleanEncoder implements ValueEncoder {

  @Override
  public void plain(PageValues page, ByteSink out) {
    int length = (page.count() + 7) / 8;
    out.reserve(length);
    byte[] bytes = out.array();
    int start = out.size();
    Arrays.fill(bytes, start, start + length, (byte) 0);
    for (int i = 0; i < page.count(); i++) {
      bytes[start + (i >> 3)] |= (byte) (page.longs()[i] << (i & 7));
    }
    out.advance(length);
  }

  @Override
  public Optional<MinMax> bounds(PageValues page) {
    if (page.count() == 0) {
      return Optional.empty();
    }
    long all = 1;
    long any = 0;
    for (int i = 0; i < page.count(); i++) {
      all &= page.longs()[i];
      any |= page.longs()[i];
    }
    return Optional.of(new MinMax(new byte[] {(byte) all}, new byte[] {(byte) any}));
  }

  @Override
  public Comparator<byte[]> order() {
    return Arrays::compare;
  }

  @Override
  public boolean index(PageValues page, int[] indices) {
    return false;
  }

  @Override
  public int dictionaryEntries() {
    return 0;
  }

  @Override
  public int dictionaryBytes() {
    return 0;
  }

  @Override
  public void dictionary(ByteSink out) {
    throw new IllegalStateException("booleans have no dictionary");
  }

  @Override
  public void reset() {}
}

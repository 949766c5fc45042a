package io.sluice.parquet.file;

import java.nio.ByteBuffer;
import org.apache.parquet.column.values.bitpacking.BytePacker;
import org.apache.parquet.column.values.bitpacking.Packer;

/**
 * Adds up what the indices of a page stand for, without taking a value out: a run of a billion
 * equal ones is one multiplication.
 */
final class IndexRuns {
  private static final int GROUP = 8;

  private final ByteBuffer bytes;
  private int at;

  /** The runs from there to the end of the bytes. */
  IndexRuns(byte[] bytes, int from) {
    this.bytes = ByteBuffer.wrap(bytes);
    this.at = from;
  }

  /**
   * The sum of the sizes that the indices name, of so many at most. Padding at the end counts
   * along.
   *
   * @throws IndexOutOfBoundsException where a run is cut or names what is not there
   */
  long sum(int[] sizes, int bitWidth, int most) {
    long sum = 0;
    long left = most;
    while (left > 0 && at < bytes.limit()) {
      int header = varInt();
      boolean packed = (header & 1) == 1;
      int times = (int) Math.min(left, (long) (header >>> 1) * (packed ? GROUP : 1));
      sum +=
          packed && bitWidth > 0
              ? packed(sizes, bitWidth, times)
              : repeated(sizes, packed ? 0 : bitWidth, times);
      left -= times;
    }
    return sum;
  }

  private long repeated(int[] sizes, int bitWidth, int times) {
    int index = 0;
    for (int shift = 0; shift < bitWidth; shift += 8) {
      index |= next() << shift;
    }
    return (long) times * sizes[index];
  }

  private long packed(int[] sizes, int bitWidth, int count) {
    BytePacker packer = Packer.LITTLE_ENDIAN.newBytePacker(bitWidth);
    int[] group = new int[GROUP];
    long sum = 0;
    for (int i = 0; i < count; i += GROUP, at += bitWidth) {
      packer.unpack8Values(bytes, at, group, 0);
      for (int k = 0; k < Math.min(GROUP, count - i); k++) {
        sum += sizes[group[k]];
      }
    }
    return sum;
  }

  private int varInt() {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = next();
      value |= (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IndexOutOfBoundsException("a run whose length never ends");
  }

  private int next() {
    return bytes.get(at++) & 0xff;
  }
}

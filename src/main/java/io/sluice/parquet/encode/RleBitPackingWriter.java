package io.sluice.parquet.encode;

import org.apache.parquet.column.values.bitpacking.BytePacker;
import org.apache.parquet.column.values.bitpacking.Packer;

/** Parquet's hybrid of repeated and bit-packed runs, for the indices into a dictionary. */
final class RleBitPackingWriter {
  private static final int GROUP = 8;

  private RleBitPackingWriter() {}

  /** Bits that the indices of so many entries need; at least one. */
  static int bitWidth(int entries) {
    return Math.max(1, 32 - Integer.numberOfLeadingZeros(entries - 1));
  }

  /**
   * @param indices needs eight unused places behind {@code count}
   */
  static void write(int[] indices, int count, int bitWidth, ByteSink out) {
    int literals = 0;
    int at = 0;
    while (at < count) {
      int end = at + 1;
      while (end < count && indices[end] == indices[at]) {
        end++;
      }
      int padding = (GROUP - (at - literals) % GROUP) % GROUP;
      if (end - at - padding >= GROUP) {
        pack(indices, literals, at + padding, bitWidth, out);
        repeat(indices[at], end - at - padding, bitWidth, out);
        literals = end;
      }
      at = end;
    }
    for (int i = 0; i < GROUP; i++) {
      indices[count + i] = 0;
    }
    pack(indices, literals, count, bitWidth, out);
  }

  private static void repeat(int value, int times, int bitWidth, ByteSink out) {
    out.writeVarInt(times << 1);
    for (int shift = 0; shift < bitWidth; shift += 8) {
      out.write(value >>> shift);
    }
  }

  private static void pack(int[] indices, int from, int to, int bitWidth, ByteSink out) {
    if (from == to) {
      return;
    }
    int groups = (to - from + GROUP - 1) / GROUP;
    out.writeVarInt(groups << 1 | 1);
    out.reserve(groups * bitWidth);
    BytePacker packer = Packer.LITTLE_ENDIAN.newBytePacker(bitWidth);
    byte[] bytes = out.array();
    int put = out.size();
    for (int i = from; i < to; i += GROUP, put += bitWidth) {
      packer.pack8Values(indices, i, bytes, put);
    }
    out.advance(groups * bitWidth);
  }
}

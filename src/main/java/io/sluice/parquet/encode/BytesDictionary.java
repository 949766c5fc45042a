package io.sluice.parquet.encode;

import java.util.Arrays;

/** Distinct byte strings in the order in which they first came, one after the other. */
final class BytesDictionary {
  private static final int SMALL = 1 << 8;
  private static final int SPARE = 8;
  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private final int limit;
  private byte[] bytes = new byte[16 * SMALL];
  private int[] offsets = new int[SMALL + 1];

  /** The hash in the upper half, the index plus one in the lower; 0 is free. */
  private long[] slots = new long[2 * SMALL];

  private int size;

  /**
   * @param limit of the entries' bytes with four more for each
   */
  BytesDictionary(int limit) {
    this.limit = limit;
  }

  boolean index(byte[] values, int[] ends, int count, int[] indices) {
    for (int i = 0; i < count; i++) {
      int found = find(values, ends[i], ends[i + 1]);
      if (found < 0) {
        return false;
      }
      indices[i] = found;
    }
    return true;
  }

  private int find(byte[] values, int from, int to) {
    int hash = hash(values, from, to);
    int mask = slots.length - 1;
    int slot = hash & mask;
    for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
      int index = (int) entry - 1;
      if ((int) (entry >>> 32) == hash && same(values, from, to, index)) {
        return index;
      }
      slot = (slot + 1) & mask;
    }
    return add(values, from, to, hash, slot);
  }

  private boolean same(byte[] values, int from, int to, int index) {
    int start = offsets[index];
    int length = to - from;
    if (offsets[index + 1] - start != length) {
      return false;
    }
    if (length <= 8) {
      long difference =
          (long) ByteSink.LONG.get(values, from) ^ (long) ByteSink.LONG.get(bytes, start);
      return length == 0 || (difference << (64 - 8 * length)) == 0;
    }
    return Arrays.equals(values, from, to, bytes, start, start + length);
  }

  private static int hash(byte[] values, int from, int to) {
    long hash = (long) to - from;
    int at = from;
    for (; at + 8 <= to; at += 8) {
      hash = (hash ^ (long) ByteSink.LONG.get(values, at)) * PRIME;
      hash ^= hash >>> 32;
    }
    int rest = to - at;
    if (rest > 0) {
      hash = (hash ^ ((long) ByteSink.LONG.get(values, at) << (64 - 8 * rest))) * PRIME;
      hash ^= hash >>> 32;
    }
    return (int) (hash ^ (hash >>> 15));
  }

  private int add(byte[] values, int from, int to, int hash, int slot) {
    int length = to - from;
    int start = offsets[size];
    if ((long) start + length + 4L * (size + 1) > limit) {
      return -1;
    }
    if (start + length + SPARE > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, start + length + SPARE));
    }
    System.arraycopy(values, from, bytes, start, length);
    if (size + 2 > offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * offsets.length);
    }
    offsets[++size] = start + length;
    slots[slot] = (long) hash << 32 | size;
    if (2 * size > slots.length) {
      rehash();
    }
    return size - 1;
  }

  private void rehash() {
    long[] old = slots;
    slots = new long[2 * old.length];
    int mask = slots.length - 1;
    for (long entry : old) {
      if (entry != 0) {
        int slot = (int) (entry >>> 32) & mask;
        while (slots[slot] != 0) {
          slot = (slot + 1) & mask;
        }
        slots[slot] = entry;
      }
    }
  }

  int size() {
    return size;
  }

  int bytesUsed() {
    return offsets[size];
  }

  /** Holds at least eight bytes more than are used. */
  byte[] bytes() {
    return bytes;
  }

  int[] offsets() {
    return offsets;
  }

  void clear() {
    size = 0;
    if (slots.length > 2 * SMALL) {
      bytes = new byte[16 * SMALL];
      offsets = new int[SMALL + 1];
      slots = new long[2 * SMALL];
    } else {
      Arrays.fill(slots, 0);
    }
  }
}

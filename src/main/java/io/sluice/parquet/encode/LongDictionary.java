package io.sluice.parquet.encode;

import java.util.Arrays;

/** Distinct numbers in the order in which they first came. */
final class LongDictionary {
  private static final int SMALL = 1 << 10;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final int limit;
  private long[] entries = new long[SMALL];
  private int[] slots = new int[2 * SMALL];
  private int size;

  LongDictionary(int limit) {
    this.limit = limit;
  }

  boolean index(long[] values, int count, int[] indices) {
    for (int i = 0; i < count; i++) {
      long value = values[i];
      if (i > 0 && value == values[i - 1]) {
        indices[i] = indices[i - 1];
        continue;
      }
      int mask = slots.length - 1;
      int slot = (int) ((value * GOLDEN) >>> 32) & mask;
      int found = slots[slot];
      while (found != 0 && entries[found - 1] != value) {
        slot = (slot + 1) & mask;
        found = slots[slot];
      }
      if (found == 0) {
        if (size == limit) {
          return false;
        }
        found = add(value, slot);
      }
      indices[i] = found - 1;
    }
    return true;
  }

  private int add(long value, int slot) {
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, 2 * size);
    }
    entries[size++] = value;
    slots[slot] = size;
    if (2 * size > slots.length) {
      rehash();
    }
    return size;
  }

  private void rehash() {
    int mask = 2 * slots.length - 1;
    slots = new int[mask + 1];
    for (int i = 0; i < size; i++) {
      int slot = (int) ((entries[i] * GOLDEN) >>> 32) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = i + 1;
    }
  }

  int size() {
    return size;
  }

  long[] entries() {
    return entries;
  }

  void clear() {
    size = 0;
    if (slots.length > 2 * SMALL) {
      entries = new long[SMALL];
      slots = new int[2 * SMALL];
    } else {
      Arrays.fill(slots, 0);
    }
  }
}

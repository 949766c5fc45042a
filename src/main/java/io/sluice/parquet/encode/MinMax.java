package io.sluice.parquet.encode;

import java.util.Comparator;

/** The smallest and the largest of some values, inclusive, encoded as PLAIN does. */
final class MinMax {
  private final byte[] min;
  private final byte[] max;

  MinMax(byte[] min, byte[] max) {
    this.min = min;
    this.max = max;
  }

  byte[] min() {
    return min;
  }

  byte[] max() {
    return max;
  }

  MinMax and(MinMax other, Comparator<byte[]> order) {
    return new MinMax(
        order.compare(other.min, min) < 0 ? other.min : min,
        order.compare(other.max, max) > 0 ? other.max : max);
  }
}

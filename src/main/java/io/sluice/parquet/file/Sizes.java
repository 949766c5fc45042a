package io.sluice.parquet.file;

/** Sums and products of sizes that a file may have made up: too large stays too large. */
final class Sizes {
  private Sizes() {}

  static long sum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** Of two sizes of which a negative one counts as nothing. */
  static long product(long a, long b) {
    if (a <= 0 || b <= 0) {
      return 0;
    }
    return a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }
}

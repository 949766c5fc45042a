package io.sluice.sandbox.data;

/** Numbers that look random and are a function of a row and a column (SplitMix64). */
final class Draw {
  private Draw() {}

  /** From 0 to bound - 1. */
  static int below(long row, int column, int bound) {
    long mixed = row * 0x9E3779B97F4A7C15L + column * 0xD1B54A32D192ED03L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    mixed ^= mixed >>> 31;
    return (int) Long.remainderUnsigned(mixed, bound);
  }

  @SafeVarargs
  static <T> T oneOf(long row, int column, T... choices) {
    return choices[below(row, column, choices.length)];
  }
}

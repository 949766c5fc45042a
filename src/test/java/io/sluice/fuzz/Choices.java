package io.sluice.fuzz;

import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.zip.CRC32;

/** What a mutation decides: drawn from a seed, or read from the bytes that a guided run chose. */
final class Choices {
  private final IntUnaryOperator below;

  private Choices(IntUnaryOperator below) {
    this.below = below;
  }

  static Choices seeded(long seed) {
    return new Choices(new Random(seed)::nextInt);
  }

  /** The same bytes decide the same; where they end, their checksum goes on. */
  static Choices guided(byte[] guide) {
    CRC32 checksum = new CRC32();
    checksum.update(guide);
    Random rest = new Random(checksum.getValue());
    int[] at = {0};
    return new Choices(
        bound -> {
          int width = bound <= 1 << 8 ? 1 : bound <= 1 << 16 ? 2 : 4;
          if (at[0] + width > guide.length) {
            return rest.nextInt(bound);
          }
          long value = 0;
          for (int i = 0; i < width; i++) {
            value = (value << 8) | (guide[at[0]++] & 0xff);
          }
          return (int) (value % bound);
        });
  }

  /** From 0, below the bound. */
  int below(int bound) {
    return below.applyAsInt(bound);
  }

  /** True once in so many times. */
  boolean oneIn(int times) {
    return below(times) == 0;
  }

  <T> T of(List<T> items) {
    return items.get(below(items.size()));
  }

  /** Where integers break. */
  long boundary() {
    long base =
        of(
            List.of(
                0L,
                1L,
                7L,
                8L,
                127L,
                128L,
                255L,
                32_767L,
                65_536L,
                1L << 24,
                (long) Integer.MAX_VALUE,
                1L << 32,
                1L << 62,
                Long.MAX_VALUE));
    long near = base + below(3) - 1;
    return oneIn(3) ? -near : near;
  }
}

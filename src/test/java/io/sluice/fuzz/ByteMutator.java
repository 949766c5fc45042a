package io.sluice.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Changes bytes of any kind. */
final class ByteMutator {
  private static final int LONGEST = 1 << 18;
  private static final int STEPS = 4;

  private final List<byte[]> words;

  /**
   * @param words that mean something in what is mutated
   */
  ByteMutator(List<byte[]> words) {
    this.words = words;
  }

  /** One to four changes; of two bytes strings the other is what is spliced in. */
  byte[] mutate(byte[] bytes, byte[] other, Choices choices) {
    byte[] changed = bytes;
    for (int steps = 1 + choices.below(STEPS); steps > 0; steps--) {
      changed = step(changed, other, choices);
    }
    return changed.length > LONGEST ? Arrays.copyOf(changed, LONGEST) : changed;
  }

  private byte[] step(byte[] bytes, byte[] other, Choices choices) {
    int from = choices.below(bytes.length + 1);
    int length = Math.min(bytes.length - from, 1 + choices.below(choices.oneIn(4) ? 4096 : 16));
    byte[] region = Arrays.copyOfRange(bytes, from, from + length);
    return switch (choices.below(9)) {
      case 0 -> over(bytes, from, new byte[] {(byte) choices.below(256)});
      case 1 -> over(bytes, from, flipped(region, choices));
      case 2 -> over(bytes, from, integer(choices));
      case 3 -> replaced(bytes, from, length, new byte[0]);
      case 4 -> replaced(bytes, choices.below(bytes.length + 1), 0, region);
      case 5 -> replaced(bytes, from, 0, repeated(region, 1 + choices.below(300)));
      case 6 -> replaced(bytes, from, choices.oneIn(2) ? length : 0, part(other, choices));
      case 7 -> Arrays.copyOf(bytes, from);
      default ->
          words.isEmpty()
              ? over(bytes, from, integer(choices))
              : replaced(bytes, from, choices.oneIn(2) ? length : 0, choices.of(words));
    };
  }

  private static byte[] part(byte[] other, Choices choices) {
    int from = choices.below(other.length + 1);
    return Arrays.copyOfRange(other, from, from + choices.below(other.length - from + 1));
  }

  private static byte[] flipped(byte[] region, Choices choices) {
    if (region.length > 0) {
      region[0] ^= (byte) (1 << choices.below(8));
    }
    return region;
  }

  private static byte[] integer(Choices choices) {
    ByteBuffer value =
        ByteBuffer.allocate(8)
            .order(choices.oneIn(4) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
            .putLong(choices.boundary());
    return Arrays.copyOf(value.array(), 1 << choices.below(4));
  }

  private static byte[] repeated(byte[] region, int times) {
    byte[] all = new byte[region.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(region, 0, all, i * region.length, region.length);
    }
    return all;
  }

  private static byte[] over(byte[] bytes, int from, byte[] with) {
    byte[] changed = bytes.clone();
    System.arraycopy(with, 0, changed, from, Math.min(with.length, bytes.length - from));
    return changed;
  }

  private static byte[] replaced(byte[] bytes, int from, int length, byte[] with) {
    int end = Math.min(bytes.length, from + length);
    byte[] changed = new byte[bytes.length - (end - from) + with.length];
    System.arraycopy(bytes, 0, changed, 0, from);
    System.arraycopy(with, 0, changed, from, with.length);
    System.arraycopy(bytes, end, changed, from + with.length, bytes.length - end);
    return changed;
  }
}

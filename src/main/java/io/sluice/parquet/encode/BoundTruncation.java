package io.sluice.parquet.encode;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts bounds of long values, as the format allows: no value is smaller than a lower bound or
 * larger than an upper one, in the order of unsigned bytes. A bound of UTF-8 stays UTF-8. The
 * library keeps its own truncation internal, and one decoder of it is shared by all threads; {@code
 * BoundTruncationTest} holds that the bytes are the same.
 */
final class BoundTruncation {
  private static final int CHARS = 1024;

  private BoundTruncation() {}

  /** The value itself where it is short enough, else its beginning. */
  static byte[] lower(byte[] value, int limit) {
    if (value.length <= limit) {
      return value;
    }
    return isText(value) ? text(value, limit).orElse(value) : Arrays.copyOf(value, limit);
  }

  /** The value itself where it is short enough or nothing short is larger. */
  static byte[] upper(byte[] value, int limit) {
    if (value.length <= limit) {
      return value;
    }
    return (isText(value)
            ? text(value, limit).flatMap(BoundTruncation::nextText)
            : nextBytes(Arrays.copyOf(value, limit)))
        .orElse(value);
  }

  /** As many whole characters as there is room for, if any. */
  private static Optional<byte[]> text(byte[] value, int limit) {
    int end = limit;
    while (end > 0 && isContinuation(value[end])) {
      end--;
    }
    return end == 0 ? Optional.empty() : Optional.of(Arrays.copyOf(value, end));
  }

  private static boolean isContinuation(byte utf8) {
    return (utf8 & 0xc0) == 0x80;
  }

  private static Optional<byte[]> nextBytes(byte[] value) {
    for (int i = value.length - 1; i >= 0; i--) {
      if (++value[i] != 0) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private static Optional<byte[]> nextText(byte[] value) {
    for (int i = value.length - 1; i >= 0; i--) {
      value[i]++;
      if (isText(value)) {
        return Optional.of(value);
      }
      value[i]--;
    }
    return Optional.empty();
  }

  private static boolean isText(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    CharBuffer chars = CharBuffer.allocate(CHARS);
    CoderResult result = decoder.decode(rest, chars, true);
    while (result.isOverflow()) {
      result = decoder.decode(rest, chars.clear(), true);
    }
    return result.isUnderflow();
  }
}

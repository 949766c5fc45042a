package io.sluice.api.file;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file.
 *
 * @param first byte, from 0
 * @param last byte, itself included
 */
record ByteRange(long first, long last) {
  private static final Pattern SINGLE =
      Pattern.compile("bytes=\\s*(\\d*)-(\\d*)\\s*", Pattern.CASE_INSENSITIVE);

  private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

  /**
   * The one range that the header asks for, no longer than the file. None, which means the whole
   * file, where it asks for several or is not understood (RFC 9110, 14.2).
   */
  static Optional<ByteRange> of(String header, long length) {
    Matcher matcher = SINGLE.matcher(header.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Optional<Long> from = number(matcher.group(1));
    Optional<Long> to = number(matcher.group(2));
    if (from.isEmpty()) {
      return to.map(suffix -> new ByteRange(length - Math.min(suffix, length), length - 1));
    }
    return Optional.of(new ByteRange(from.get(), to.orElse(Long.MAX_VALUE)))
        .filter(asked -> !asked.isEmpty())
        .map(asked -> new ByteRange(asked.first, Math.min(asked.last, length - 1)));
  }

  /** Whether no byte of the file is in it: it lies behind the end. */
  boolean isEmpty() {
    return first > last;
  }

  long length() {
    return last - first + 1;
  }

  /** Any number of digits may be sent; no file is longer than the largest long. */
  private static Optional<Long> number(String digits) {
    return digits.isEmpty()
        ? Optional.empty()
        : Optional.of(new BigInteger(digits).min(LARGEST).longValue());
  }
}

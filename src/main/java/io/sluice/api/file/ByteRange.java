package io.sluice.api.file;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
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
  private static final Pattern SINGLE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

  /**
   * The one range that the header asks for. None, which means the whole file, where it asks for
   * several or is not understood (RFC 9110, 14.2); {@code range-not-satisfiable} where it lies
   * behind the end.
   */
  static Optional<ByteRange> of(String header, long length) {
    Matcher matcher = SINGLE.matcher(header);
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return Optional.empty();
    }
    ByteRange range = range(matcher.group(1), matcher.group(2), length);
    if (range.first > range.last && !matcher.group(1).isEmpty() && range.first < length) {
      return Optional.empty();
    }
    if (range.first >= length || range.first > range.last) {
      throw new SluiceException(
          ErrorCode.RANGE_NOT_SATISFIABLE,
          "The file has " + length + " bytes; " + header + " lies behind its end");
    }
    return Optional.of(range);
  }

  long length() {
    return last - first + 1;
  }

  private static ByteRange range(String from, String to, long length) {
    if (from.isEmpty()) {
      return new ByteRange(Math.max(0, length - Long.parseLong(to)), length - 1);
    }
    long last = to.isEmpty() ? length - 1 : Math.min(Long.parseLong(to), length - 1);
    return new ByteRange(Long.parseLong(from), last);
  }
}

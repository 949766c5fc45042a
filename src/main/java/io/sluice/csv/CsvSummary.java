package io.sluice.csv;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.OptionalLong;

/**
 * What a CSV slice holds, as its bytes say.
 *
 * @param bytes unpacked; 0 where an earlier version counted
 * @param columns of the first record; 0 where there is none
 * @param longestRecord in bytes, its line end included
 * @param emptyLine the number of the first record that is an empty line, from 1
 * @param nul whether a NUL byte is anywhere in it
 * @param byteOrderMark whether its first, unquoted value begins with U+FEFF
 * @param endsWithSeparator whether its last value is empty and nothing, not even a line end,
 *     follows
 */
@RegisterForReflection
public record CsvSummary(
    long records,
    long bytes,
    int columns,
    long longestRecord,
    OptionalLong emptyLine,
    boolean nul,
    boolean byteOrderMark,
    boolean endsWithSeparator) {

  /** A slice without a byte. */
  public static final CsvSummary EMPTY =
      new CsvSummary(0, 0, 0, 0, OptionalLong.empty(), false, false, false);

  /**
   * What the records take in memory as vectors of text, in bytes at most: quotes and separators
   * count as values, and each value has an offset of four bytes and a bit.
   */
  public static long decoded(long bytes, long records, int columns) {
    long values =
        Math.multiplyHigh(records, columns) == 0 ? records * columns : Long.MAX_VALUE >> 4;
    return bytes + 4 * values + values / Byte.SIZE;
  }

  /** The same of the whole slice; the most there can be where its bytes are not known. */
  public long decoded() {
    return records > 0 && bytes == 0 ? Long.MAX_VALUE : decoded(bytes, records, columns);
  }
}

package io.sluice.csv;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.OptionalLong;

/**
 * What a CSV slice holds, as its bytes say.
 *
 * @param columns of the first record; 0 where there is none
 * @param longestRecord in bytes, its line end included
 * @param emptyLine the number of the first record that is an empty line, from 1
 * @param nul whether a NUL byte is anywhere in it
 * @param byteOrderMark whether its first, unquoted value begins with U+FEFF
 */
@RegisterForReflection
public record CsvSummary(
    long records,
    int columns,
    long longestRecord,
    OptionalLong emptyLine,
    boolean nul,
    boolean byteOrderMark) {

  /** A slice without a byte. */
  public static final CsvSummary EMPTY =
      new CsvSummary(0, 0, 0, OptionalLong.empty(), false, false);
}

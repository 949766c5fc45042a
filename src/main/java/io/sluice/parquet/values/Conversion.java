package io.sluice.parquet.values;

/** What became of a value that was to be converted. */
public enum Conversion {
  /** The same value, perhaps spelt otherwise: {@code +5}, {@code 5.0} and {@code 5} are equal. */
  EXACT,
  /** It is no value of the type. */
  IMPOSSIBLE,
  /** A number that began with zeros, as an identifier does: the text cannot be had back. */
  LEADING_ZEROS,
  /** A moment with parts of a microsecond, which were cut. */
  CUT_TO_MICROSECONDS,
  /** A finite number beyond the largest double. */
  INFINITE,
  /** A number next to zero, closer than any double but zero. */
  ZERO,
  /** A number of more digits than a double holds. */
  ROUNDED
}

package io.sluice.parquet.encode;

import io.sluice.parquet.values.PageValues;
import java.util.Comparator;
import java.util.Optional;

/** What differs between physical types; keeps the dictionary of one column chunk. */
interface ValueEncoder {

  /** Writes the page's values one after the other (PLAIN). */
  void plain(PageValues page, ByteSink out);

  /** The smallest and the largest value, encoded as PLAIN does; none without a comparable one. */
  Optional<MinMax> bounds(PageValues page);

  Comparator<byte[]> order();

  /**
   * Looks the values up, adding what is new.
   *
   * @return false where the dictionary has become too large; the indices are then worthless
   */
  boolean index(PageValues page, int[] indices);

  int dictionaryEntries();

  int dictionaryBytes();

  /** Writes the dictionary's entries one after the other (PLAIN). */
  void dictionary(ByteSink out);

  /** Forgets the dictionary. */
  void reset();
}

package io.sluice.parquet.values;

import io.sluice.base.UpstreamText;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the values of one column lost while they were converted: for each kind of loss the first
 * value, its row and how many there were. Rows are counted over all that the column's source takes.
 * Used by one thread at a time.
 */
public final class ConversionChanges {
  private static final int SHOWN = 60;

  private final Map<Conversion, Change> kinds = new EnumMap<>(Conversion.class);
  private long passed;

  /**
   * One kind of loss.
   *
   * @param row of the first value, from 1
   * @param value the first one, cut and cleaned to be shown
   * @param count of all such values
   */
  public record Change(Conversion conversion, long row, String value, long count) {
    private Change again() {
      return new Change(conversion, row, value, count + 1);
    }
  }

  /**
   * Tells of one value.
   *
   * @param row from 0, behind those that were {@link #pass passed}
   * @param value asked for the first one of its kind only
   */
  void note(Conversion conversion, int row, Supplier<String> value) {
    Change known = kinds.get(conversion);
    kinds.put(
        conversion,
        known == null
            ? new Change(conversion, passed + row + 1, shown(value.get()), 1)
            : known.again());
  }

  /** A value of a table, cut and cleaned to be shown. */
  static String shown(String value) {
    return UpstreamText.printable(value, SHOWN);
  }

  /** Counts rows that were taken. */
  void pass(int rows) {
    passed += rows;
  }

  /** One for each kind that was seen. */
  public List<Change> all() {
    return List.copyOf(kinds.values());
  }
}

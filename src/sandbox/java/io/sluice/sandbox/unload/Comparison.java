package io.sluice.sandbox.unload;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Optional;

/** How a warehouse compares: NULL with nothing, texts by characters, numbers by value. */
final class Comparison {
  private Comparison() {}

  /** Whether the cell passes; a NULL never does, nor a text that is no number where one is due. */
  static boolean passes(Query.Where where, String cell) {
    if (cell == null || (where.numeric() && number(cell).isEmpty())) {
      return false;
    }
    return switch (where.operator()) {
      case EQ -> where.values().stream().anyMatch(value -> equal(where, cell, value));
      case NE -> where.values().stream().noneMatch(value -> equal(where, cell, value));
      case GT -> where.values().stream().allMatch(value -> compare(where, cell, value) > 0);
      case GE -> where.values().stream().allMatch(value -> compare(where, cell, value) >= 0);
      case LT -> where.values().stream().allMatch(value -> compare(where, cell, value) < 0);
      case LE -> where.values().stream().allMatch(value -> compare(where, cell, value) <= 0);
    };
  }

  /** Sort keys in the order asked; NULLs come last going up and first going down. */
  static Comparator<Object> sortKeys(Query.Sort sort) {
    Comparator<Object> ascending =
        Comparator.nullsLast(
            (left, right) ->
                sort.numeric()
                    ? ((BigDecimal) left).compareTo((BigDecimal) right)
                    : ((String) left).compareTo((String) right));
    return sort.descending() ? ascending.reversed() : ascending;
  }

  /** What {@link #sortKeys} compares; null is NULL. */
  static Object sortKey(Query.Sort sort, String cell) {
    return cell == null || !sort.numeric() ? cell : number(cell).orElse(null);
  }

  private static boolean equal(Query.Where where, String cell, String value) {
    return where.numeric()
        ? number(value).map(wanted -> wanted.compareTo(number(cell).get()) == 0).orElse(false)
        : cell.equals(value);
  }

  private static int compare(Query.Where where, String cell, String value) {
    if (!where.numeric()) {
      return cell.compareTo(value);
    }
    return number(value).map(wanted -> number(cell).get().compareTo(wanted)).orElse(0);
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      return Optional.of(new BigDecimal(text.strip()));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }
}

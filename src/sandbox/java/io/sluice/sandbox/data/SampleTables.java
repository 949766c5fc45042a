package io.sluice.sandbox.data;

import java.util.List;
import java.util.Optional;

/** The tables that every sandbox project begins with. */
public final class SampleTables {
  public static final SampleTable ORDERS = ShopTables.orders();
  public static final SampleTable CUSTOMERS = ShopTables.customers();
  public static final SampleTable EMPTY = ShopTables.empty();
  public static final SampleTable BROKEN = OddTables.broken();

  /** A typed table whose export as Parquet fails on Snowflake. */
  public static final SampleTable EVENTS_TZ = OddTables.eventsTz();

  /** A column that is declared INTEGER and holds a value that is none. */
  public static final SampleTable DIRTY = OddTables.dirty();

  /** Empty texts where numbers and dates are declared. */
  public static final SampleTable BLANKS = OddTables.blanks();

  /** 1,200 columns. */
  public static final SampleTable WIDE = OddTables.wide();

  /** Cells of 64 KiB and more. */
  public static final SampleTable LARGE_CELLS = OddTables.largeCells();

  /** Quotes, line breaks, backslashes, NULLs and empty texts; two names that differ by case. */
  public static final SampleTable TEXTS = OddTables.texts();

  /** Five people, to try filters on. */
  public static final SampleTable USERS = OddTables.users();

  /** Three million rows, to measure with. */
  public static final SampleTable EVENTS = OddTables.events();

  private static final List<SampleTable> ALL =
      List.of(
          ORDERS,
          CUSTOMERS,
          EMPTY,
          BROKEN,
          EVENTS_TZ,
          DIRTY,
          BLANKS,
          WIDE,
          LARGE_CELLS,
          TEXTS,
          USERS,
          EVENTS);

  private SampleTables() {}

  public static List<SampleTable> all() {
    return ALL;
  }

  /** The table of that id, such as {@code in.c-shop.orders}. */
  public static Optional<SampleTable> find(String id) {
    return ALL.stream().filter(table -> table.id().equals(id)).findFirst();
  }
}

package io.sluice.sandbox.data;

import java.util.List;
import java.util.Optional;

/** The tables that every sandbox project begins with. */
public final class SampleTables {
  public static final SampleTable ORDERS = ShopTables.orders();
  public static final SampleTable CUSTOMERS = ShopTables.customers();
  public static final SampleTable EMPTY = ShopTables.empty();
  public static final SampleTable BROKEN = OddTables.broken();

  private static final List<SampleTable> ALL = List.of(ORDERS, CUSTOMERS, EMPTY, BROKEN);

  private SampleTables() {}

  public static List<SampleTable> all() {
    return ALL;
  }

  /** The table of that id, such as {@code in.c-shop.orders}. */
  public static Optional<SampleTable> find(String id) {
    return ALL.stream().filter(table -> table.id().equals(id)).findFirst();
  }
}

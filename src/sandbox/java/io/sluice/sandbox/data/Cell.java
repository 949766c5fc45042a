package io.sluice.sandbox.data;

/** A column's values as text; null is SQL's NULL. */
@FunctionalInterface
public interface Cell {

  /**
   * The cell of a row.
   *
   * @param row from 0
   */
  String at(long row);
}

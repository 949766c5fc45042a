package io.sluice.store;

import java.util.List;

/** What came of an insertion. */
public sealed interface Insertion {

  /**
   * All are durable.
   *
   * @param ids for each newcomer, in order, the id of the row that stands for it: its own, or that
   *     of an equal request under way
   */
  record Stored(List<String> ids) implements Insertion {
    public Stored {
      ids = List.copyOf(ids);
    }
  }

  /**
   * Nothing was inserted: a key of theirs belongs to others.
   *
   * @param ids of the rows that have it
   */
  record KeyTaken(List<String> ids) implements Insertion {
    public KeyTaken {
      ids = List.copyOf(ids);
    }
  }
}

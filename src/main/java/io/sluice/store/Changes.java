package io.sluice.store;

import io.smallrye.mutiny.Multi;

/** Tells of changes of rows. */
public interface Changes {

  /** What has become of a row. */
  sealed interface Change {
    /** The row. */
    String id();

    /**
     * It is new, or was saved.
     *
     * @param version that is durable now
     */
    record Saved(String id, long version, Labels labels) implements Change {}

    /**
     * It is known no more.
     *
     * @param connection that it was of
     */
    record Removed(String id, String connection) implements Change {}
  }

  /**
   * Every change from now on, once it is durable; those of one row in order. It is told on a thread
   * of the store's: whoever listens must neither block nor throw. Whoever is slow misses changes:
   * the row as it is now is in the store.
   */
  Multi<Change> changes();
}

package io.sluice.store;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps rows. Nothing here blocks, and nothing is done before it is subscribed to; once it is, it
 * goes to its end, whether or not the subscriber stays. What the disk or the database refuses fails
 * with {@code journal-failed}, or {@code disk-full}.
 */
public interface ExportStore {

  /** Makes it ready; the other methods wait for that. Fails where a newer version wrote it. */
  Uni<Void> open();

  /**
   * Makes all of them durable, or none; only a death on the way leaves some. Of several insertions
   * at once each sees what the others have done: a key is given once, and a newcomer that joins is
   * not inserted beside an equal request.
   *
   * @param newcomers whose ids are new; no two of one request
   */
  Uni<Insertion> insert(List<Newcomer> newcomers);

  /** The row of that id, if there is one that can be read. */
  Uni<Optional<Row>> find(String id);

  /** The rows that have the key, oldest first. */
  Uni<List<Row>> findByKey(Optional<String> owner, String key);

  /** Of those digests the ones for which a row is under way, and the oldest such row's id. */
  Uni<Map<String, String>> findUnderWay(Collection<String> digests);

  /**
   * Some of the rows that match, newest first.
   *
   * @param after only those that are older than this id
   * @param limit no more than that
   */
  Uni<List<Row>> page(Filter filter, Optional<String> after, int limit);

  /** The ids of all rows that match, newest first. */
  Uni<List<String>> ids(Filter filter);

  /** The ids of rows that an earlier version wrote and that were not saved since. */
  Uni<List<String>> outdated();

  /** How many of the rows that match there are in each state. */
  Uni<Map<String, Long>> count(Filter filter);

  /**
   * Replaces the row as a whole where it still has the version {@code before} and no later claim
   * than the row's fence was given; durable once this has completed.
   */
  default Uni<SaveOutcome> save(Row row, long before) {
    return save(row, before, Map.of());
  }

  /** Replaces it after the parts that it names; those that are kept already may be left out. */
  Uni<SaveOutcome> save(Row row, long before, Map<String, byte[]> parts);

  /** The part of that name; fails with {@code journal-failed} where it is gone or not whole. */
  Uni<byte[]> part(String name);

  /**
   * Forgets the row, and the parts that no other row names; nothing happens where it is not known.
   */
  Uni<Void> remove(String id);
}

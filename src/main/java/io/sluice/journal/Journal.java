package io.sluice.journal;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keeps checkpoints. Nothing here blocks; saves of one id are applied in the order they are asked.
 */
public interface Journal {

  /**
   * Reads every checkpoint that can be read; one that cannot is set aside with a warning.
   *
   * @param each is given one after the other, so that only what it returns is held; called on a
   *     worker thread
   */
  <T> Uni<List<T>> load(Function<Checkpoint, T> each);

  /** The checkpoint of that id as it was last kept, if there is one that can be read. */
  Uni<Optional<Checkpoint>> find(String id);

  /** Replaces the checkpoint of that id as a whole; durable once this has completed. */
  default Uni<Void> save(Checkpoint checkpoint) {
    return save(checkpoint, Map.of());
  }

  /**
   * Replaces the checkpoint of that id as a whole, after the parts that it names.
   *
   * @param parts by name, which is the SHA-256 of the bytes in hex; one that is kept already may be
   *     left out
   */
  Uni<Void> save(Checkpoint checkpoint, Map<String, byte[]> parts);

  /** The part of that name; fails with {@code journal-failed} where it is gone or not whole. */
  Uni<byte[]> part(String name);

  /**
   * Forgets the id, and the parts that no other checkpoint names; nothing happens where it is not
   * known.
   */
  Uni<Void> remove(String id);
}

package io.sluice.journal;

import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * Keeps checkpoints. Nothing here blocks; saves of one id are applied in the order they are asked.
 */
public interface Journal {

  /** Every checkpoint that can be read; one that cannot is set aside with a warning. */
  Uni<List<Checkpoint>> load();

  /** Replaces the checkpoint of that id as a whole; durable once this has completed. */
  Uni<Void> save(Checkpoint checkpoint);

  /** Forgets the id; nothing happens where it is not known. */
  Uni<Void> remove(String id);
}

package io.sluice.export;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.journal.Checkpoint;
import io.sluice.journal.Journal;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;

/** A journal at the edge: keeps in memory, fails on demand. */
final class MemoryJournal implements Journal {
  final List<Checkpoint> saved = new ArrayList<>();
  boolean failing;

  @Override
  public Uni<List<Checkpoint>> load() {
    return Uni.createFrom().item(saved);
  }

  @Override
  public Uni<Void> save(Checkpoint checkpoint) {
    return failing
        ? Uni.createFrom().failure(new SluiceException(ErrorCode.JOURNAL_FAILED, "full"))
        : Uni.createFrom().voidItem().invoke(() -> saved.add(checkpoint));
  }

  @Override
  public Uni<Void> remove(String id) {
    return Uni.createFrom().voidItem();
  }
}

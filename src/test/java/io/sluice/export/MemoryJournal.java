package io.sluice.export;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.journal.Checkpoint;
import io.sluice.journal.Journal;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A journal at the edge: keeps in memory, fails or waits on demand. */
public final class MemoryJournal implements Journal {
  public final List<Checkpoint> saved = Collections.synchronizedList(new ArrayList<>());
  public final Gate writing = new Gate();
  public volatile boolean failing;

  @Override
  public <T> Uni<List<T>> load(Function<Checkpoint, T> each) {
    return Uni.createFrom().item(saved.stream().map(each).toList());
  }

  @Override
  public Uni<Optional<Checkpoint>> find(String id) {
    return Uni.createFrom()
        .item(saved.stream().filter(checkpoint -> checkpoint.id().equals(id)).findFirst());
  }

  @Override
  public Uni<byte[]> part(String name) {
    return Uni.createFrom().failure(new SluiceException(ErrorCode.JOURNAL_FAILED, "no parts"));
  }

  @Override
  public Uni<Void> save(Checkpoint checkpoint, Map<String, byte[]> parts) {
    return writing.pass().chain(() -> write(checkpoint));
  }

  private Uni<Void> write(Checkpoint checkpoint) {
    return failing
        ? Uni.createFrom().failure(new SluiceException(ErrorCode.JOURNAL_FAILED, "full"))
        : Uni.createFrom().voidItem().invoke(() -> saved.add(checkpoint));
  }

  @Override
  public Uni<Void> remove(String id) {
    return Uni.createFrom().voidItem();
  }
}

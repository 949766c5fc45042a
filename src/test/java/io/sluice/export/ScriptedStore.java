package io.sluice.export;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.store.Row;
import io.sluice.store.SaveOutcome;
import io.sluice.store.file.MemoryStore;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A store at the edge that fails or waits on demand. */
public final class ScriptedStore extends MemoryStore {
  /** Every save that was done, in order. */
  public final List<Row> saved = Collections.synchronizedList(new ArrayList<>());

  public final Gate writing = new Gate();
  public volatile boolean failing;

  public ScriptedStore() {
    super(new Kept());
  }

  @Override
  public Uni<SaveOutcome> save(Row row, long before, Map<String, byte[]> parts) {
    return writing.pass().chain(() -> write(row, before, parts));
  }

  private Uni<SaveOutcome> write(Row row, long before, Map<String, byte[]> parts) {
    return failing
        ? Uni.createFrom().failure(new SluiceException(ErrorCode.JOURNAL_FAILED, "full"))
        : super.save(row, before, parts).invoke(done -> saved.add(row));
  }
}

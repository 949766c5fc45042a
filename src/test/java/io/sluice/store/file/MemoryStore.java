package io.sluice.store.file;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import io.sluice.store.Changes;
import io.sluice.store.Claims;
import io.sluice.store.Document;
import io.sluice.store.ExportStore;
import io.sluice.store.Filter;
import io.sluice.store.Insertion;
import io.sluice.store.Newcomer;
import io.sluice.store.Row;
import io.sluice.store.SaveOutcome;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * A store at the edge: what is durable outlives a process in {@link Kept}. Everything is done on
 * the thread that asks, at once.
 */
public class MemoryStore implements ExportStore, Changes {

  /** What survives the process. */
  public static final class Kept {
    public final Map<String, Row> rows = new ConcurrentHashMap<>();
    public final Map<String, byte[]> parts = new ConcurrentHashMap<>();
  }

  private final Kept kept;
  private final RowIndex index = new RowIndex();
  private final Set<MultiEmitter<? super Change>> listeners = new CopyOnWriteArraySet<>();

  public MemoryStore(Kept kept) {
    this.kept = kept;
    kept.rows
        .values()
        .forEach(row -> index.put(row.id(), row.version(), row.fence(), row.labels()));
  }

  /** Claims of rows that are here. */
  public Claims claims(Timekeeper time) {
    return new LocalClaims(index, time);
  }

  @Override
  public Uni<Void> open() {
    return Uni.createFrom().voidItem();
  }

  @Override
  public Uni<Insertion> insert(List<Newcomer> newcomers) {
    return Uni.createFrom().item(() -> insertNow(newcomers));
  }

  /** Made here, so that a test sees what was as it was. */
  private static Row frozen(Row row) {
    return new Row(
        row.id(),
        row.version(),
        row.fence(),
        row.labels(),
        Document.of(row.document().json()),
        row.parts());
  }

  protected synchronized Insertion insertNow(List<Newcomer> newcomers) {
    List<String> holders = index.holders(newcomers);
    if (!holders.isEmpty()) {
      return new Insertion.KeyTaken(holders);
    }
    List<String> ids = new ArrayList<>();
    for (Newcomer newcomer : newcomers) {
      Row row = newcomer.row();
      Optional<String> equal =
          newcomer.joins() ? index.underWay(row.labels().digest()) : Optional.empty();
      ids.add(equal.orElse(row.id()));
      if (equal.isEmpty()) {
        kept.parts.putAll(newcomer.parts());
        saved(frozen(row));
      }
    }
    return new Insertion.Stored(ids);
  }

  @Override
  public Uni<Optional<Row>> find(String id) {
    return Uni.createFrom().item(() -> Optional.ofNullable(kept.rows.get(id)));
  }

  @Override
  public Uni<List<Row>> findByKey(Optional<String> owner, String key) {
    return Uni.createFrom().item(() -> rows(index.byKey(owner, key)));
  }

  @Override
  public Uni<Map<String, String>> findUnderWay(Collection<String> digests) {
    return Uni.createFrom().item(() -> index.underWay(digests));
  }

  @Override
  public Uni<List<Row>> page(Filter filter, Optional<String> after, int limit) {
    return Uni.createFrom().item(() -> rows(index.page(filter, after, limit)));
  }

  @Override
  public Uni<List<String>> ids(Filter filter) {
    return Uni.createFrom().item(() -> index.page(filter, Optional.empty(), Integer.MAX_VALUE));
  }

  @Override
  public Uni<Map<String, Long>> count() {
    return Uni.createFrom().item(index::count);
  }

  @Override
  public Uni<SaveOutcome> save(Row row, long before) {
    return save(row, before, Map.of());
  }

  @Override
  public Uni<SaveOutcome> save(Row row, long before, Map<String, byte[]> parts) {
    return Uni.createFrom().item(() -> saveNow(row, before, parts));
  }

  protected synchronized SaveOutcome saveNow(Row row, long before, Map<String, byte[]> parts) {
    SaveOutcome outcome = index.check(row, before);
    if (outcome == SaveOutcome.SAVED) {
      kept.parts.putAll(parts);
      saved(frozen(row));
    }
    return outcome;
  }

  private void saved(Row row) {
    kept.rows.put(row.id(), row);
    index.put(row.id(), row.version(), row.fence(), row.labels());
    tell(new Change.Saved(row.id(), row.version(), row.labels()));
  }

  @Override
  public Uni<byte[]> part(String name) {
    return Uni.createFrom()
        .item(() -> Optional.ofNullable(kept.parts.get(name)).orElseThrow(() -> gone(name)));
  }

  private static SluiceException gone(String name) {
    return new SluiceException(ErrorCode.JOURNAL_FAILED, name + " is not there");
  }

  @Override
  public Uni<Void> remove(String id) {
    return Uni.createFrom().voidItem().invoke(() -> removeNow(id));
  }

  protected synchronized void removeNow(String id) {
    Optional<Row> gone = Optional.ofNullable(kept.rows.remove(id));
    index.remove(id);
    gone.ifPresent(row -> row.parts().forEach(this::release));
    tell(new Change.Removed(id));
  }

  private void release(String part) {
    if (kept.rows.values().stream().noneMatch(row -> row.parts().contains(part))) {
      kept.parts.remove(part);
    }
  }

  @Override
  public Multi<Change> changes() {
    return Multi.createFrom()
        .emitter(
            listener -> {
              listeners.add(listener);
              listener.onTermination(() -> listeners.remove(listener));
            },
            BackPressureStrategy.DROP);
  }

  private void tell(Change change) {
    listeners.forEach(listener -> listener.emit(change));
  }

  private List<Row> rows(List<String> ids) {
    Map<String, Row> now = new HashMap<>(kept.rows);
    return ids.stream().map(now::get).toList();
  }
}

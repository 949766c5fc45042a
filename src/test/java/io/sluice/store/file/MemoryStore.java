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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Supplier;

/**
 * A store at the edge: what is durable outlives a process in {@link Kept}, which several processes
 * may share. Everything is done on the thread that asks, at once.
 */
public class MemoryStore implements ExportStore, Changes {

  /**
   * What survives a process, and what all that share it see. Claims go on after a process that
   * holds them has died, as those of a database would.
   */
  public static final class Kept {
    public final Map<String, Row> rows = new ConcurrentHashMap<>();
    public final Map<String, byte[]> parts = new ConcurrentHashMap<>();
    private final RowIndex index = new RowIndex();
    private final Set<MemoryStore> living = new CopyOnWriteArraySet<>();
    private final Map<Timekeeper, Claims> claims = new ConcurrentHashMap<>();
  }

  private final Kept kept;
  private final RowIndex index;
  private final Listeners listeners = new Listeners();

  public MemoryStore(Kept kept) {
    this.kept = kept;
    this.index = kept.index;
  }

  /** The process is gone: whoever listened in it hears nothing any more. */
  public void die() {
    kept.living.remove(this);
  }

  /** Claims that die with this process, as those of a data directory do. */
  public Claims ownClaims(Timekeeper time) {
    return new LocalClaims(index, time);
  }

  /** Claims of rows that are here: the same ones for all processes of one time. */
  public Claims claims(Timekeeper time) {
    return kept.claims.computeIfAbsent(time, any -> new LocalClaims(index, time));
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

  protected Insertion insertNow(List<Newcomer> newcomers) {
    synchronized (kept) {
      InsertionPlan plan = InsertionPlan.of(newcomers, index);
      kept.parts.putAll(plan.parts());
      plan.rows().forEach(row -> saved(frozen(row)));
      return plan.answer();
    }
  }

  @Override
  public Uni<Optional<Row>> find(String id) {
    return Uni.createFrom().item(() -> Optional.ofNullable(kept.rows.get(id)).map(index::fenced));
  }

  @Override
  public Uni<List<Row>> findByKey(Optional<String> owner, String key) {
    return Uni.createFrom().item(() -> together(() -> rows(index.byKey(owner, key))));
  }

  @Override
  public Uni<Map<String, String>> findUnderWay(Collection<String> digests) {
    return Uni.createFrom().item(() -> index.underWay(digests));
  }

  @Override
  public Uni<List<Row>> page(Filter filter, Optional<String> after, int limit) {
    return Uni.createFrom().item(() -> together(() -> rows(index.page(filter, after, limit))));
  }

  @Override
  public Uni<List<String>> ids(Filter filter) {
    return Uni.createFrom().item(() -> index.page(filter, Optional.empty(), Integer.MAX_VALUE));
  }

  /** As a file store takes rows without a digest. */
  @Override
  public Uni<List<String>> outdated() {
    return Uni.createFrom()
        .item(
            () ->
                kept.rows.values().stream()
                    .filter(row -> row.labels().digest().isEmpty())
                    .map(Row::id)
                    .sorted()
                    .toList());
  }

  @Override
  public Uni<Map<String, Long>> count(Filter filter) {
    return Uni.createFrom().item(() -> index.count(filter));
  }

  @Override
  public Uni<SaveOutcome> save(Row row, long before, Map<String, byte[]> parts) {
    return Uni.createFrom().item(() -> saveNow(row, before, parts));
  }

  protected SaveOutcome saveNow(Row row, long before, Map<String, byte[]> parts) {
    synchronized (kept) {
      SaveOutcome outcome = index.check(row, before);
      if (outcome == SaveOutcome.SAVED) {
        kept.parts.putAll(parts);
        saved(frozen(row));
      }
      return outcome;
    }
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

  protected void removeNow(String id) {
    synchronized (kept) {
      Optional<Row> gone = Optional.ofNullable(kept.rows.remove(id));
      index.remove(id);
      gone.ifPresent(this::forget);
    }
  }

  private void forget(Row row) {
    row.parts().forEach(this::release);
    tell(new Change.Removed(row.id(), row.labels().connection()));
  }

  private void release(String part) {
    if (kept.rows.values().stream().noneMatch(row -> row.parts().contains(part))) {
      kept.parts.remove(part);
    }
  }

  @Override
  public Multi<Change> changes() {
    kept.living.add(this);
    return listeners.changes();
  }

  private void tell(Change change) {
    kept.living.forEach(process -> process.listeners.tell(change));
  }

  private <T> T together(Supplier<T> reading) {
    synchronized (kept) {
      return reading.get();
    }
  }

  private List<Row> rows(List<String> ids) {
    return ids.stream().map(kept.rows::get).map(index::fenced).toList();
  }
}

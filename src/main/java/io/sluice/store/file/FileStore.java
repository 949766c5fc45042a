package io.sluice.store.file;

import io.quarkus.runtime.ShutdownEvent;
import io.sluice.base.BlockingExecutor;
import io.sluice.base.Directories;
import io.sluice.base.DiskFailure;
import io.sluice.base.DurableFiles;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.store.Changes;
import io.sluice.store.ExportStore;
import io.sluice.store.Filter;
import io.sluice.store.Insertion;
import io.sluice.store.Labels;
import io.sluice.store.Newcomer;
import io.sluice.store.Row;
import io.sluice.store.SaveOutcome;
import io.sluice.store.file.RowFormat.Newer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Keeps each row in {@code exports/<id>/export.json}, replaced by temporary file, fsync, rename and
 * fsync of the directory, and what several share in {@code requests/<sha256>}. One thread decides
 * and writes, in order; others read.
 */
@ApplicationScoped
public class FileStore implements ExportStore, Changes, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(FileStore.class);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final int MOST_WAITING = 100_000;

  private final Path exports;
  private final Path requests;
  private final RowFiles files;
  private final RowIndex index;
  private final BlockingExecutor writer = new BlockingExecutor("store", 1, MOST_WAITING);
  private final BlockingExecutor readers = new BlockingExecutor("store-reader", 2, MOST_WAITING);
  private final Listeners listeners = new Listeners();
  private final Set<String> outdated = ConcurrentHashMap.newKeySet();
  private final FutureTask<Void> loading = new FutureTask<>(this::load);

  @Inject
  public FileStore(
      Directories directories,
      RowIndex index,
      @ConfigProperty(name = "quarkus.application.version", defaultValue = "dev") String version,
      DurableFiles disk) {
    this.exports = directories.exports();
    this.requests = directories.requests();
    this.index = index;
    this.files =
        new RowFiles(exports, requests, directories.setAside(), disk, new RowFormat(version));
  }

  @Override
  public Uni<Void> open() {
    return write(() -> null);
  }

  private Void load() {
    try {
      files.readAll(this::loaded);
    } catch (IOException e) {
      throw failure("The exports that are kept cannot be listed", exports, e);
    } catch (Newer e) {
      throw e.refusal(exports);
    }
    return null;
  }

  /** Formats 1 and 2 had no digests. */
  private void loaded(Row row) {
    index.put(row.id(), row.version(), row.fence(), row.labels());
    if (row.labels().digest().isEmpty()) {
      outdated.add(row.id());
    }
  }

  @Override
  public Uni<Insertion> insert(List<Newcomer> newcomers) {
    newcomers.forEach(newcomer -> check(newcomer.row().id()));
    return write(() -> insertNow(newcomers));
  }

  private Insertion insertNow(List<Newcomer> newcomers) {
    InsertionPlan plan = InsertionPlan.of(newcomers, index);
    keep(plan.rows(), plan.parts());
    return plan.answer();
  }

  private void keep(List<Row> rows, Map<String, byte[]> parts) {
    if (rows.isEmpty()) {
      return;
    }
    try {
      files.insert(rows, parts);
    } catch (IOException e) {
      rows.forEach(this::undo);
      String first = rows.get(0).id();
      throw failure("The export " + first + " could not be kept", exports.resolve(first), e);
    } catch (RuntimeException | Error e) { // what stayed would be taken up after a restart
      rows.forEach(this::undo);
      throw e;
    }
    rows.forEach(this::saved);
  }

  /** What cannot be removed from the disk is there: whoever looks for its key is to find it. */
  private void undo(Row row) {
    try {
      files.delete(row.id());
    } catch (IOException e) {
      LOG.warnf("exportId=%s was refused and stays: %s", row.id(), e.getMessage());
      files.find(row.id()).ifPresent(this::saved);
    }
  }

  @Override
  public Uni<Optional<Row>> find(String id) {
    check(id);
    return read(() -> row(id));
  }

  private Optional<Row> row(String id) {
    return index.knows(id) ? files.find(id).map(index::fenced) : Optional.empty();
  }

  @Override
  public Uni<List<Row>> findByKey(Optional<String> owner, String key) {
    return read(() -> rows(index.byKey(owner, key)));
  }

  @Override
  public Uni<Map<String, String>> findUnderWay(Collection<String> digests) {
    return read(() -> index.underWay(digests));
  }

  @Override
  public Uni<List<Row>> page(Filter filter, Optional<String> after, int limit) {
    return read(() -> pageNow(filter, after, limit));
  }

  /** A row may change or go between the look at the index and the one at the disk. */
  private List<Row> pageNow(Filter filter, Optional<String> after, int limit) {
    List<Row> page = new ArrayList<>();
    List<String> ids = index.page(filter, after, limit);
    while (!ids.isEmpty()) {
      rows(ids).stream().filter(row -> filter.matches(row.labels())).forEach(page::add);
      Optional<String> last = Optional.of(ids.get(ids.size() - 1));
      ids = index.page(filter, last, limit - page.size());
    }
    return page;
  }

  private List<Row> rows(List<String> ids) {
    return ids.stream().map(this::row).flatMap(Optional::stream).toList();
  }

  @Override
  public Uni<List<String>> ids(Filter filter) {
    return read(() -> index.page(filter, Optional.empty(), Integer.MAX_VALUE));
  }

  @Override
  public Uni<List<String>> outdated() {
    return read(() -> outdated.stream().sorted().toList());
  }

  @Override
  public Uni<Map<String, Long>> count(Filter filter) {
    return read(() -> index.count(filter));
  }

  @Override
  public Uni<SaveOutcome> save(Row row, long before, Map<String, byte[]> parts) {
    check(row.id());
    return write(() -> saveNow(row, before, parts));
  }

  private SaveOutcome saveNow(Row row, long before, Map<String, byte[]> parts) {
    SaveOutcome outcome = index.check(row, before);
    if (outcome == SaveOutcome.SAVED) {
      try {
        files.write(row, parts);
      } catch (IOException e) {
        throw failure(
            "The checkpoint of export %s could not be kept".formatted(row.id()),
            exports.resolve(row.id()),
            e);
      }
      saved(row);
    }
    return outcome;
  }

  @Override
  public Uni<byte[]> part(String name) {
    if (!PartFiles.isName(name)) {
      throw new IllegalArgumentException("\"" + name + "\" is not a part's name");
    }
    return read(() -> files.part(name))
        .onFailure(IOException.class)
        .transform(e -> failure("A part of a request cannot be read", requests.resolve(name), e));
  }

  @Override
  public Uni<Void> remove(String id) {
    check(id);
    return write(() -> removeNow(id));
  }

  private Void removeNow(String id) {
    try {
      files.delete(id);
    } catch (IOException e) {
      throw failure("The export %s could not be removed".formatted(id), exports.resolve(id), e);
    }
    outdated.remove(id);
    index
        .remove(id)
        .ifPresent(labels -> listeners.tell(new Change.Removed(id, labels.connection())));
    return null;
  }

  @Override
  public Multi<Change> changes() {
    return listeners.changes();
  }

  private void saved(Row row) {
    Labels labels = row.labels();
    index.put(row.id(), row.version(), row.fence(), labels);
    outdated.remove(row.id());
    listeners.tell(new Change.Saved(row.id(), row.version(), labels));
  }

  private <T> Uni<T> write(Callable<T> work) {
    return writer.call(() -> whenLoaded(work));
  }

  private <T> Uni<T> read(Callable<T> work) {
    return readers.call(() -> whenLoaded(work));
  }

  /** Who comes first loads; the others wait. */
  private <T> T whenLoaded(Callable<T> work) throws Exception {
    loading.run();
    try {
      loading.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception failure ? failure : e;
    }
    return work.call();
  }

  private static void check(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("\"" + id + "\" is not an export's id");
    }
  }

  private static SluiceException failure(String what, Path path, IOException cause) {
    return DiskFailure.of(ErrorCode.JOURNAL_FAILED, what, path, cause);
  }

  /** When no other room works any more, and before the directory's lock is given back. */
  void leave(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
    close();
  }

  /** Writes what was asked for so far; later changes fail. */
  @Override
  public void close() {
    writer.close();
    readers.close();
  }
}

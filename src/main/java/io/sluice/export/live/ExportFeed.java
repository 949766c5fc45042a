package io.sluice.export.live;

import io.sluice.base.Contexts;
import io.sluice.base.ExportId;
import io.sluice.export.model.Export;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executor;

/**
 * Tells of every change of every export, whoever carries it: to few listeners that pass all of it
 * on, and to those who watch one export. Each newer moment of an export is told once, in order:
 * what comes is a message to one context, as what a reader of the store brings may be older than
 * what the export's owner has told. Safe from any thread.
 */
public final class ExportFeed {
  /** Of so many exports it is known what was told last; what comes late comes soon. */
  private static final int MOST_KNOWN = 20_000;

  private static final long REMOVED = Long.MAX_VALUE;

  private final Executor context;
  private final Set<Listener> listeners = new CopyOnWriteArraySet<>();

  /** Of one export each; changed by messages only. */
  private final Map<ExportId, Set<Watcher>> watchers = new ConcurrentHashMap<>();

  /** The newest version told of each export; touched by messages only. */
  private final Map<ExportId, Long> told = new Newest();

  private static final class Newest extends LinkedHashMap<ExportId, Long> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<ExportId, Long> eldest) {
      return size() > MOST_KNOWN;
    }
  }

  /** Is told on an event loop; must neither block nor throw. */
  public interface Listener {
    /** A newer moment of an export: each transition, and progress at most four times a second. */
    void changed(Export export);

    /** The export is known no more; it was of that connection. */
    void removed(ExportId id, String connection);
  }

  /**
   * @param context where it is told; see {@link Contexts#next}
   */
  public ExportFeed(Executor context) {
    this.context = context;
  }

  /** Tells of what changes from now on. */
  public Cancellable listen(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Whether anybody hears what is told of the export. */
  public boolean isHeard(ExportId id) {
    return !listeners.isEmpty() || watchers.containsKey(id);
  }

  /** Tells of an export that this process carries. */
  public void follow(LiveExport export) {
    export.watch().subscribe().with(this::tell);
  }

  /** Tells how an export is by now, unless that is old. */
  public void tell(Export export) {
    context.execute(() -> tellNow(export));
  }

  private void tellNow(Export export) {
    if (export.version() > told.getOrDefault(export.id(), 0L)) {
      told.remove(export.id());
      told.put(export.id(), export.version());
      listeners.forEach(listener -> listener.changed(export));
      watchersOf(export.id()).forEach(watcher -> watcher.tell(export));
    }
  }

  public void removed(ExportId id, String connection) {
    context.execute(
        () -> {
          told.put(id, REMOVED);
          listeners.forEach(listener -> listener.removed(id, connection));
          watchersOf(id).forEach(Watcher::gone);
        });
  }

  /**
   * The export now, then each newer one, until it has ended or is removed. Whoever is slow gets the
   * newest and no backlog.
   *
   * @param now asked once whatever comes later is certain to be told
   */
  public Multi<Export> watch(ExportId id, Uni<Export> now) {
    return Multi.createFrom()
        .emitter(
            emitter -> context.execute(() -> admit(id, new Watcher(emitter), now)),
            BackPressureStrategy.LATEST);
  }

  private void admit(ExportId id, Watcher watcher, Uni<Export> now) {
    watchers.computeIfAbsent(id, none -> ConcurrentHashMap.newKeySet()).add(watcher);
    watcher.emitter.onTermination(() -> context.execute(() -> forget(id, watcher)));
    now.subscribe()
        .with(
            export -> context.execute(() -> watcher.tell(export)),
            failure -> context.execute(() -> watcher.fail(failure)));
  }

  private void forget(ExportId id, Watcher watcher) {
    watcher.over = true;
    watchers.computeIfPresent(
        id, (same, others) -> others.remove(watcher) && others.isEmpty() ? null : others);
  }

  private List<Watcher> watchersOf(ExportId id) {
    return List.copyOf(watchers.getOrDefault(id, Set.of()));
  }

  /** Who watches one export; used by messages only. */
  private static final class Watcher {
    private final MultiEmitter<? super Export> emitter;
    private long last;
    private boolean gone;
    private boolean over;

    Watcher(MultiEmitter<? super Export> emitter) {
      this.emitter = emitter;
    }

    void tell(Export export) {
      if (over || export.version() <= last) {
        return;
      }
      last = export.version();
      emitter.emit(export);
      if (gone || !export.active()) {
        end();
      }
    }

    /** Who was told nothing yet hears what the first look finds. */
    void gone() {
      gone = true;
      if (last > 0) {
        end();
      }
    }

    private void end() {
      over = true;
      emitter.complete();
    }

    /** Who was told of it already goes on. */
    void fail(Throwable failure) {
      if (!over && last == 0) {
        emitter.fail(failure);
      }
    }
  }
}

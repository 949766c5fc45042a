package io.sluice.export.live;

import io.sluice.base.ExportId;
import io.sluice.export.model.Export;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/** Tells of every change of every export, to few listeners that pass it on. */
public final class ExportFeed {
  private final Set<Listener> listeners = new CopyOnWriteArraySet<>();

  /** Is told on whatever thread the change happened; must neither block nor throw. */
  public interface Listener {
    /** A newer moment of an export: each transition, and progress at most four times a second. */
    void changed(Export export);

    /** The export is known no more. */
    void removed(ExportId id);
  }

  /** Tells of what changes from now on. */
  public Cancellable listen(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  public void follow(LiveExport export) {
    export.watch().subscribe().with(now -> listeners.forEach(listener -> listener.changed(now)));
  }

  public void removed(ExportId id) {
    listeners.forEach(listener -> listener.removed(id));
  }
}

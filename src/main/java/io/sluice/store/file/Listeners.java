package io.sluice.store.file;

import io.sluice.store.Changes;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/** Who listens to changes of rows. */
final class Listeners implements Changes {
  private final Set<MultiEmitter<? super Change>> all = new CopyOnWriteArraySet<>();

  @Override
  public Multi<Change> changes() {
    return Multi.createFrom()
        .emitter(
            listener -> {
              all.add(listener);
              listener.onTermination(() -> all.remove(listener));
            },
            BackPressureStrategy.DROP);
  }

  void tell(Change change) {
    all.forEach(listener -> listener.emit(change));
  }
}

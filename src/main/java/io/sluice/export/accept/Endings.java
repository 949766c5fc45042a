package io.sluice.export.accept;

import io.sluice.access.Audit;
import io.sluice.access.Audit.Act;
import io.sluice.access.Caller;
import io.sluice.base.ErrorCode;
import io.sluice.base.ExportId;
import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import io.sluice.delivery.Destination;
import io.sluice.export.live.ExportFeed;
import io.sluice.export.model.Export;
import io.sluice.store.ExportStore;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/**
 * Ends exports and forgets them, for whoever may. What is begun goes to its end, whether or not the
 * caller still waits.
 */
final class Endings {
  private final ExportStore store;
  private final ActiveExports active;
  private final Recovery recovery;
  private final ForeignExports foreign;
  private final Destination destination;
  private final Timekeeper time;
  private final KeptExports kept;
  private final ExportFeed feed;

  Endings(
      ExportStore store,
      KeptExports kept,
      ActiveExports active,
      Recovery recovery,
      ForeignExports foreign,
      Destination destination,
      Timekeeper time,
      ExportFeed feed) {
    this.store = store;
    this.kept = kept;
    this.active = active;
    this.recovery = recovery;
    this.foreign = foreign;
    this.destination = destination;
    this.time = time;
    this.feed = feed;
  }

  Uni<Export> cancel(Caller caller, Export export) {
    return allowed(caller, "cancel", export, cancel(export.id()));
  }

  private Uni<Export> cancel(ExportId id) {
    return recovery
        .carried(id)
        .onFailure()
        .recoverWithItem(Optional.empty())
        .chain(live -> live.map(active::cancel).orElseGet(() -> cancelForeign(id)))
        .onFailure(Intake::isTakenOver)
        .recoverWithUni(() -> cancelForeign(id));
  }

  /** Whoever carries it cancels it; one that does not say so in time is answered as it is. */
  private Uni<Export> cancelForeign(ExportId id) {
    return foreign.amend(id, Export::requestingCancel).chain(asked -> endOf(id));
  }

  private Uni<Export> endOf(ExportId id) {
    return Uni.combine()
        .any()
        .of(
            feed.watch(id, kept.toWatch(id, foreign)).collect().last(),
            time.sleep(ActiveExports.LEASE).chain(() -> kept.find(id)));
  }

  Uni<Void> remove(Caller caller, Export export) {
    return allowed(caller, "remove", export, remove(export));
  }

  private Uni<Void> remove(Export export) {
    return Uni.createFrom()
        .deferred(
            () -> {
              if (export.active()) {
                throw new SluiceException(
                    ErrorCode.CONFLICT,
                    "Export " + export.id() + " has not ended; cancel it first");
              }
              return destination.remove(export.id()).chain(() -> store.remove(export.id().value()));
            });
  }

  private static <T> Uni<T> allowed(Caller caller, String action, Export export, Uni<T> work) {
    String connection = export.request().connection();
    return Audit.of(
            new Act(caller, action, connection, List.of(export.request().table().value())),
            Uni.createFrom()
                .voidItem()
                .invoke(() -> caller.requireOver(export.submission().owner(), connection))
                .chain(() -> work),
            done -> List.of(export.id().value()))
        .memoize()
        .indefinitely();
  }
}

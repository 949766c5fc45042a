package io.sluice.export.accept;

import io.sluice.base.ErrorCode;
import io.sluice.base.ExportId;
import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import io.sluice.export.live.ExportFeed;
import io.sluice.export.live.ExportRows;
import io.sluice.export.model.Export;
import io.sluice.export.model.Submission;
import io.sluice.store.ExportStore;
import io.sluice.store.Row;
import io.sluice.store.SaveOutcome;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * The exports that this process does not carry: another one does, or nobody for a while. What
 * becomes of them is read from the store when that says that they have changed, once at a time for
 * each, and only where somebody hears of it. Safe from any thread.
 */
final class ForeignExports {
  private static final Logger LOG = Logger.getLogger(ForeignExports.class);
  private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(1);

  private final ExportStore store;
  private final ExportRows rows;
  private final ExportFeed feed;
  private final Timekeeper time;

  /** Those that are being read, and whether they have changed meanwhile. */
  private final Map<ExportId, Boolean> reading = new ConcurrentHashMap<>();

  /** Those that somebody was told to be under way: whatever is missed, they are to hear the end. */
  private final Set<ExportId> underWay = ConcurrentHashMap.newKeySet();

  ForeignExports(ExportStore store, ExportRows rows, ExportFeed feed, Timekeeper time) {
    this.store = store;
    this.rows = rows;
    this.feed = feed;
    this.time = time;
  }

  /** It may have changed. */
  void changed(ExportId id) {
    if (feed.isHeard(id) && !reading.merge(id, false, (one, other) -> true)) {
      read(id);
    }
  }

  /** Somebody is told that it is so. */
  void shown(Export export) {
    if (export.active()) {
      underWay.add(export.id());
    } else {
      underWay.remove(export.id());
    }
  }

  void removed(ExportId id, String connection) {
    underWay.remove(id);
    feed.removed(id, connection);
  }

  /** Looks at all whose end is still to be told: the store may have told it while nobody heard. */
  void look() {
    underWay.forEach(
        id -> {
          if (feed.isHeard(id)) {
            changed(id);
          } else {
            underWay.remove(id);
          }
        });
  }

  /**
   * Notes something in the row for whoever carries it, or will; its owner takes that over. None
   * where it has ended, or there is no such export.
   */
  Uni<Optional<Export>> amend(ExportId id, UnaryOperator<Export> change) {
    return store
        .find(id.value())
        .chain(
            row ->
                row.filter(kept -> kept.labels().underWay())
                    .map(kept -> amend(kept, change))
                    .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
  }

  private Uni<Optional<Export>> amend(Row row, UnaryOperator<Export> change) {
    return understood(row)
        .map(change)
        .chain(
            changed ->
                changed.version() == row.version()
                    ? Uni.createFrom().item(Optional.of(changed))
                    : store
                        .save(rows.row(changed, row.labels().digest(), row.fence()), row.version())
                        .chain(outcome -> amended(changed, outcome, change)));
  }

  /** Where somebody was faster, it is done again from what that one wrote. */
  private Uni<Optional<Export>> amended(
      Export changed, SaveOutcome outcome, UnaryOperator<Export> change) {
    return switch (outcome) {
      case SAVED -> Uni.createFrom().item(Optional.of(changed));
      case STALE, FENCED -> amend(changed.id(), change);
      case KEY_TAKEN -> Uni.createFrom().failure(Submission.keyTaken(changed.id()));
    };
  }

  /** The export of that id, as long as it is under way. */
  Uni<Optional<Export>> underWay(ExportId id) {
    return amend(id, export -> export);
  }

  private Uni<Export> understood(Row row) {
    return rows.read(List.of(row))
        .map(
            read ->
                read.stream()
                    .findFirst()
                    .orElseThrow(
                        () ->
                            new SluiceException(
                                ErrorCode.JOURNAL_FAILED,
                                "Export "
                                    + row.id()
                                    + ", which unloads what is asked for, cannot be read: another version wrote it")));
  }

  private void read(ExportId id) {
    store
        .find(id.value())
        .chain(row -> rows.read(row.stream().toList()))
        .map(read -> read.stream().findFirst())
        .subscribe()
        .with(found -> told(id, found), failure -> later(id, failure));
  }

  private void told(ExportId id, Optional<Export> found) {
    found.ifPresentOrElse(
        export -> {
          shown(export);
          feed.tell(export);
        },
        () -> underWay.remove(id));
    if (!reading.remove(id, false)) {
      reading.put(id, false);
      read(id);
    }
  }

  private void later(ExportId id, Throwable failure) {
    LOG.warnf("exportId=%s cannot be read, and is in a moment: %s", id, failure.getMessage());
    time.sleep(BEFORE_ANOTHER_TRY)
        .subscribe()
        .with(
            done -> {
              reading.remove(id);
              changed(id);
            });
  }
}

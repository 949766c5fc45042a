package io.sluice.export.retain;

import io.quarkus.runtime.StartupEvent;
import io.sluice.access.Caller;
import io.sluice.base.ExportId;
import io.sluice.base.Timekeeper;
import io.sluice.delivery.Destination;
import io.sluice.export.accept.Exports;
import io.sluice.export.model.ExportFilter;
import io.sluice.export.model.ExportState.Kind;
import io.sluice.export.pipeline.Scratch;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Sweeps, at the start and regularly: exports that ended long ago with their results, scratch whose
 * export does not run any more, and old results of exports that nobody knows. What is scratch is
 * told by the store, never by a name alone; without a store nothing is swept.
 */
@ApplicationScoped
public class Retention {
  private static final Logger LOG = Logger.getLogger(Retention.class);

  private static final ExportFilter ACTIVE =
      ExportFilter.of(Kind.underWay(), Optional.empty(), Optional.empty(), Optional.empty());

  private final Exports exports;
  private final Scratch scratch;
  private final Destination destination;
  private final RetentionConfig config;
  private final Timekeeper time;

  public Retention(
      Exports exports,
      Scratch scratch,
      Destination destination,
      RetentionConfig config,
      Timekeeper time) {
    this.exports = exports;
    this.scratch = scratch;
    this.destination = destination;
    this.config = config;
    this.time = time;
  }

  void begin(@Observes StartupEvent started) {
    sweepAndLog();
    time.every(config.sweepInterval(), this::sweepAndLog);
  }

  private void sweepAndLog() {
    sweep()
        .subscribe()
        .with(done -> {}, e -> LOG.warn("A sweep failed; the next one tries again", e));
  }

  /** Removes what may go now; one thing that cannot be removed does not keep the others. */
  Uni<Void> sweep() {
    return sweepScratch().chain(this::sweepRecords).chain(this::sweepOrphans);
  }

  /** Folders are listed first: an export that is accepted meanwhile is known by then. */
  private Uni<Void> sweepScratch() {
    return scratch
        .folders()
        .chain(folders -> exports.ids(Caller.program(), ACTIVE).chain(ids -> sweep(folders, ids)));
  }

  private Uni<Void> sweep(List<ExportId> folders, List<ExportId> active) {
    Set<ExportId> running = Set.copyOf(active);
    return each(
        folders.stream().filter(folder -> !running.contains(folder)).toList(), this::removeScratch);
  }

  private Uni<Void> sweepRecords() {
    return exports
        .endedBefore(Caller.program(), limit())
        .chain(ids -> each(ids, this::removeExpired));
  }

  private Uni<Void> sweepOrphans() {
    return exports
        .ids(Caller.program(), ExportFilter.ALL)
        .map(Set::copyOf)
        .chain(known -> destination.removeOrphans(id -> !known.contains(id), limit()));
  }

  private Uni<Void> removeScratch(ExportId id) {
    LOG.infof("exportId=%s does not run: its scratch is removed", id);
    return scratch.remove(id);
  }

  private Uni<Void> removeExpired(ExportId id) {
    LOG.infof("exportId=%s ended more than %s ago: it is removed", id, config.retention());
    return exports.remove(Caller.program(), id);
  }

  private Instant limit() {
    return time.now().minus(config.retention());
  }

  private static Uni<Void> each(List<ExportId> ids, Function<ExportId, Uni<Void>> removal) {
    return Multi.createFrom()
        .iterable(ids)
        .onItem()
        .transformToUniAndConcatenate(
            id ->
                removal
                    .apply(id)
                    .onFailure()
                    .invoke(e -> LOG.warnf(e, "exportId=%s could not be removed", id))
                    .onFailure()
                    .recoverWithNull())
        .collect()
        .last();
  }
}

package io.sluice.export.accept;

import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import io.sluice.export.live.Checkpoints;
import io.sluice.export.live.LiveExport;
import io.sluice.export.live.RequestParts.Apart;
import io.sluice.export.model.Asked;
import io.sluice.export.model.Batch;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportIds;
import io.sluice.export.model.Submission;
import io.sluice.export.run.ExportRuns;
import io.sluice.journal.Journal;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Takes exports in: each has a place in the queue and bytes of the budget, and is in the journal,
 * or leaves nothing behind. Safe from any thread.
 */
final class Newcomers {
  private static final Logger LOG = Logger.getLogger(Newcomers.class);

  private final ExportRuns runs;
  private final Journal journal;
  private final Checkpoints checkpoints;
  private final KeptRequests kept;
  private final Timekeeper time;

  /** An export that is not in the journal yet, and what that is to keep beside it. */
  record Newcomer(LiveExport export, Map<String, byte[]> parts) {}

  Newcomers(
      ExportRuns runs,
      Journal journal,
      Checkpoints checkpoints,
      KeptRequests kept,
      Timekeeper time) {
    this.runs = runs;
    this.journal = journal;
    this.checkpoints = checkpoints;
    this.kept = kept;
    this.time = time;
  }

  /** One for the request; {@code queue-full} where there is no place or budget for it. */
  Newcomer reserve(Apart request, Submission submission) {
    take(List.of(request.asked()));
    return newcomer(request, submission);
  }

  /** One for each, or none and {@code queue-full}. */
  List<Newcomer> reserve(List<Batch.Member> members) {
    List<Apart> requests = checkpoints.apart(members.stream().map(Batch.Member::request).toList());
    take(requests.stream().map(Apart::asked).toList());
    List<Newcomer> newcomers = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      newcomers.add(newcomer(requests.get(i), members.get(i).submission()));
    }
    return newcomers;
  }

  /** Makes it durable, or leaves nothing of it behind. */
  Uni<Void> keep(Newcomer newcomer) {
    return save(newcomer).onFailure().call(() -> refuse(newcomer.export()));
  }

  /** Makes all of them durable or, where one could not be, leaves nothing of any behind. */
  Uni<List<LiveExport>> keepAll(List<Newcomer> newcomers) {
    List<LiveExport> all = newcomers.stream().map(Newcomer::export).toList();
    return Uni.join()
        .all(newcomers.stream().map(Newcomers.this::save).toList())
        .andCollectFailures()
        .onFailure(CompositeException.class)
        .transform(failures -> failures.getCauses().get(0))
        .onFailure()
        .call(() -> Uni.join().all(all.stream().map(this::refuse).toList()).andCollectFailures())
        .replaceWith(all);
  }

  /** An export of an earlier life goes on; it counts whatever the limits are now. */
  LiveExport restore(Export export) {
    if (export.active()) {
      kept.restore(export.asked());
    }
    return live(export);
  }

  private void take(List<Asked> requests) {
    runs.reserve(requests.size());
    try {
      kept.take(requests);
    } catch (SluiceException full) {
      requests.forEach(request -> runs.giveBack());
      throw full;
    }
  }

  private Newcomer newcomer(Apart request, Submission submission) {
    Export accepted =
        Export.accepted(ExportIds.next(time.now()), request.asked(), submission, time.now());
    return new Newcomer(live(accepted), request.contents());
  }

  private LiveExport live(Export export) {
    LiveExport live = new LiveExport(export, journal, checkpoints, time);
    live.whenEnded(() -> kept.release(export.asked()));
    return live;
  }

  private Uni<Void> save(Newcomer newcomer) {
    return newcomer.export().saveWith(newcomer.parts());
  }

  /** What cannot be removed from the disk goes on after the next start. */
  private Uni<Void> refuse(LiveExport export) {
    Export refused = export.now();
    runs.giveBack();
    kept.release(refused.asked());
    return journal
        .remove(refused.id())
        .onFailure()
        .invoke(
            e -> LOG.warnf("exportId=%s was refused and stays: %s", refused.id(), e.getMessage()))
        .onFailure()
        .recoverWithNull();
  }
}

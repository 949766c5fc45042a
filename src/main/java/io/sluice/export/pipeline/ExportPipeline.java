package io.sluice.export.pipeline;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.delivery.Destination;
import io.sluice.export.live.LiveExport;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportState;
import io.sluice.export.model.ExportState.Delivering;
import io.sluice.export.model.ExportState.Downloading;
import io.sluice.export.model.ExportState.Exporting;
import io.sluice.export.model.ExportState.Merging;
import io.sluice.export.model.ExportState.Queued;
import io.sluice.export.model.ExportState.Starting;
import io.sluice.parquet.ParquetMerge;
import io.sluice.storage.Connections;
import io.sluice.storage.StorageApi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The whole journey of an export: export-async, poll the job with back-off, file detail, slices,
 * parallel streams to disk, one Parquet file, deliver.
 *
 * <p>Each step takes the state that it works on and gives the next one. A step whose state has been
 * passed already is left out: that is all there is to resuming. A step that misses what an earlier
 * one had put on disk gives that one's state.
 */
@ApplicationScoped
public class ExportPipeline {
  private static final int MOST_ROUNDS = 5;

  private final Connections connections;
  private final UnloadTable unloading;
  private final FetchSlices fetching;
  private final Scratch scratch;
  private final ParquetMerge merge;
  private final Destination destination;
  private final Stages stages;

  public ExportPipeline(
      Connections connections,
      UnloadTable unloading,
      FetchSlices fetching,
      Scratch scratch,
      ParquetMerge merge,
      Destination destination,
      Stages stages) {
    this.connections = connections;
    this.unloading = unloading;
    this.fetching = fetching;
    this.scratch = scratch;
    this.merge = merge;
    this.destination = destination;
    this.stages = stages;
  }

  /**
   * Carries the export from where it is to success, each leg when it is its turn. Fails with what
   * went wrong; cancelling ends whatever runs or waits.
   */
  public Uni<Void> run(LiveExport export, Turns turns) {
    return unload(export, turns).chain(next -> turns.here(export, () -> goOn(export, next, turns)));
  }

  /** Lets nobody begin a stage any more, whoever makes room. */
  public void close() {
    stages.close();
  }

  /** Where it has been at work here before, that is one more attempt. */
  private Uni<Void> goOn(LiveExport export, ExportState next, Turns turns) {
    Uni<Void> entered =
        export.now().state().equals(next) ? turns.begin(export) : export.enter(next);
    return entered.chain(() -> bring(export, MOST_ROUNDS));
  }

  /** It goes back where files are gone that it had, a few times. */
  private Uni<Void> bring(LiveExport export, int rounds) {
    if (rounds == 0) {
      return Uni.createFrom().failure(vanished(export));
    }
    return transfer(export)
        .chain(() -> stages.merging(export, () -> mergeAndDeliver(export)))
        .chain(
            () -> export.now().active() ? bring(export, rounds - 1) : Uni.createFrom().voidItem());
  }

  private Uni<Void> transfer(LiveExport export) {
    return export.now().state() instanceof Downloading
        ? stages.transferring(export, () -> step(export, Downloading.class, this::fetchSlices))
        : Uni.createFrom().voidItem();
  }

  private Uni<Void> mergeAndDeliver(LiveExport export) {
    return step(export, Merging.class, this::mergeSlices)
        .chain(() -> step(export, Delivering.class, this::deliver));
  }

  private static SluiceException vanished(LiveExport export) {
    return new SluiceException(
        ErrorCode.DISK_FAILED,
        ("The files of export %s were gone from sluice.work-dir %d times before it was done with"
                + " them; see to it that nothing else cleans up there, and ask for the export again")
            .formatted(export.now().id(), MOST_ROUNDS));
  }

  /**
   * The Storage API's part, in one of the places that the project has for jobs. Gives the state
   * that follows, to be entered when there is room here: until then the table lies unloaded.
   */
  private Uni<ExportState> unload(LiveExport export, Turns turns) {
    ExportState state = export.now().state();
    if (state instanceof Queued || state instanceof Starting) {
      return api(export).inJobPlace(() -> startAndAwait(export, turns));
    }
    return state instanceof Exporting
        ? api(export).besideRunningJob(() -> awaitJob(export))
        : Uni.createFrom().item(state);
  }

  private Uni<ExportState> startAndAwait(LiveExport export, Turns turns) {
    turns.placed(export);
    return turns
        .begin(export)
        .chain(() -> step(export, Starting.class, this::startJob))
        .chain(() -> awaitJob(export));
  }

  /** export-async. */
  private Uni<ExportState> startJob(LiveExport export, Starting starting) {
    return unloading.start(api(export), export).map(starting::exporting);
  }

  /** Poll the job with back-off until it names the file. */
  private Uni<ExportState> awaitJob(LiveExport export) {
    return export.now().state() instanceof Exporting exporting
        ? unloading.awaitFile(api(export), export, exporting).chain(next -> ended(export, next))
        : Uni.createFrom().item(() -> export.now().state());
  }

  /** There is a second job to wait for where Parquet was refused and CSV is asked for. */
  private Uni<ExportState> ended(LiveExport export, ExportState next) {
    return next instanceof Exporting
        ? export.enter(next).chain(() -> awaitJob(export))
        : Uni.createFrom().item(next);
  }

  /** File detail, slices, parallel streams into the work directory. */
  private Uni<ExportState> fetchSlices(LiveExport export, Downloading downloading) {
    return fetching.fetch(api(export), export, downloading);
  }

  /** One Parquet file of the slices, which may be gone where an earlier life had fetched them. */
  private Uni<ExportState> mergeSlices(LiveExport export, Merging merging) {
    return scratch
        .holds(export.now().id(), merging.slices())
        .chain(
            there ->
                there ? merge(export, merging) : Uni.createFrom().item(merging.downloadingAgain()));
  }

  private Uni<ExportState> merge(LiveExport export, Merging merging) {
    return scratch
        .freshOutput(export.now().id())
        .map(output -> MergeRequests.request(export, merging, scratch, output))
        .chain(merge::merge)
        .invoke(merged -> export.warn(merged.warnings()))
        .map(merged -> merging.delivering(MergeRequests.result(merged)));
  }

  /** The file appears under its name; where it is gone it is made again. */
  private Uni<ExportState> deliver(LiveExport export, Delivering delivering) {
    Export now = export.now();
    return destination
        .publish(now.id(), now.request().output().name(), scratch.output(now.id()))
        .map(location -> delivered(delivering, location));
  }

  /** The file is made once more where neither it nor what an earlier life published is there. */
  private static ExportState delivered(Delivering delivering, Optional<URI> location) {
    return location.isPresent()
        ? delivering.succeeded(location.get().toString())
        : delivering.mergingAgain();
  }

  private StorageApi api(LiveExport export) {
    Export now = export.now();
    return connections.get(now.request().connection()).withRunId(now.id().value());
  }

  /** Wherever a room has ended its work, the export goes on in its own context. */
  private static <S extends ExportState> Uni<Void> step(
      LiveExport export, Class<S> from, BiFunction<LiveExport, S, Uni<ExportState>> work) {
    ExportState state = export.now().state();
    return from.isInstance(state)
        ? work.apply(export, from.cast(state)).emitOn(export.context()).chain(export::enter)
        : Uni.createFrom().voidItem();
  }
}

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
import io.sluice.export.model.ExportState.Starting;
import io.sluice.parquet.ParquetMerge;
import io.sluice.storage.Connections;
import io.sluice.storage.StorageApi;
import io.sluice.transfer.SliceTransfer;
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
  private final Unloading unloading;
  private final SliceTransfer transfer;
  private final Scratch scratch;
  private final ParquetMerge merge;
  private final Destination destination;
  private final SliceSources sources;

  public ExportPipeline(
      Connections connections,
      Unloading unloading,
      SliceTransfer transfer,
      Scratch scratch,
      ParquetMerge merge,
      Destination destination,
      SliceSources sources) {
    this.connections = connections;
    this.unloading = unloading;
    this.transfer = transfer;
    this.scratch = scratch;
    this.merge = merge;
    this.destination = destination;
    this.sources = sources;
  }

  /**
   * Carries the export from where it is to success. Fails with what went wrong; cancelling ends
   * whatever runs. It goes back where files are gone that it had, a few times.
   */
  public Uni<Void> run(LiveExport export) {
    return run(export, MOST_ROUNDS);
  }

  private Uni<Void> run(LiveExport export, int rounds) {
    if (rounds == 0) {
      return Uni.createFrom().failure(vanished(export));
    }
    return unload(export)
        .chain(() -> step(export, Downloading.class, this::fetchSlices))
        .chain(() -> step(export, Merging.class, this::mergeSlices))
        .chain(() -> step(export, Delivering.class, this::deliver))
        .chain(() -> export.now().active() ? run(export, rounds - 1) : Uni.createFrom().voidItem());
  }

  private static SluiceException vanished(LiveExport export) {
    return new SluiceException(
        ErrorCode.DISK_FAILED,
        ("The files of export %s were gone from sluice.work-dir %d times before it was done with"
                + " them; see to it that nothing else cleans up there, and ask for the export again")
            .formatted(export.now().id(), MOST_ROUNDS));
  }

  /** The Storage API's part, in one of the places that the project has for jobs. */
  private Uni<Void> unload(LiveExport export) {
    ExportState state = export.now().state();
    return state instanceof Starting || state instanceof Exporting
        ? api(export).inJobPlace(() -> startAndAwait(export))
        : Uni.createFrom().voidItem();
  }

  /** The second wait is for the CSV that is asked for where Parquet was refused. */
  private Uni<Void> startAndAwait(LiveExport export) {
    return step(export, Starting.class, this::startJob)
        .chain(() -> step(export, Exporting.class, this::awaitJob))
        .chain(() -> step(export, Exporting.class, this::awaitJob));
  }

  /** export-async. */
  private Uni<ExportState> startJob(LiveExport export, Starting starting) {
    return unloading.start(api(export), export).map(starting::exporting);
  }

  /** Poll the job with back-off until it names the file. */
  private Uni<ExportState> awaitJob(LiveExport export, Exporting exporting) {
    return unloading.awaitFile(api(export), export, exporting);
  }

  /** File detail, slices, parallel streams into the work directory. */
  private Uni<ExportState> fetchSlices(LiveExport export, Downloading downloading) {
    return sources
        .open(api(export), export.now().request(), downloading.unload())
        .map(source -> source.request(export, scratch))
        .chain(transfer::fetch)
        .map(slices -> downloading.merging(Scratch.names(slices), Scratch.contents(slices)));
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
        .map(output -> Merges.request(export, merging, scratch, output))
        .chain(merge::merge)
        .invoke(merged -> export.warn(merged.warnings()))
        .map(merged -> merging.delivering(Merges.result(merged)));
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
    return connections.get(now.request().connection()).withRunId(now.id());
  }

  private static <S extends ExportState> Uni<Void> step(
      LiveExport export, Class<S> from, BiFunction<LiveExport, S, Uni<ExportState>> work) {
    ExportState state = export.now().state();
    return from.isInstance(state)
        ? work.apply(export, from.cast(state)).chain(export::enter)
        : Uni.createFrom().voidItem();
  }
}

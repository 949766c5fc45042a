package io.sluice.transfer.fetch;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.cloud.SliceAddress;
import io.sluice.csv.CsvSummary;
import io.sluice.transfer.SliceFile;
import io.sluice.transfer.SliceFormat;
import io.sluice.transfer.TransferRequest;
import io.sluice.transfer.part.Part;
import io.sluice.transfer.part.PartStore;
import io.sluice.transfer.part.Region;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * One slice, from wherever an earlier run left it to its final name: kept, or streamed until
 * complete, verified and published, over as many tries as {@link SliceRetryPolicy} has.
 */
final class SliceFetch {
  private static final Logger LOG = Logger.getLogger(SliceFetch.class);

  private final TransferResources resources;
  private final TransferRequest request;
  private final int number;
  private final SliceAddress address;
  private final SliceFormat format;
  private final Path target;

  SliceFetch(TransferResources resources, TransferRequest request, int number) {
    this.resources = resources;
    this.request = request;
    this.number = number;
    this.address = request.slices().get(number).address();
    this.format = request.slices().get(number).format();
    this.target =
        request
            .directory()
            .resolve(String.format(Locale.ROOT, "slice-%05d%s", number, format.extension()));
  }

  Uni<SliceFile> run() {
    return store()
        .completeSize(target)
        .chain(size -> size >= 0 ? kept(size) : fetch())
        .invoke(request.listener()::finished)
        .invoke(() -> TransferMeters.slice("success"))
        .onFailure()
        .invoke(() -> TransferMeters.slice("failure"));
  }

  /** It is read once more: what it holds is not written down before all slices are here. */
  private Uni<SliceFile> kept(long size) {
    return store()
        .inspect(address, target, format)
        .map(csv -> new SliceFile(number, target, size, csv))
        .invoke(() -> request.listener().resumed(size))
        .onFailure(SliceFetch::isCorrupt)
        .recoverWithUni(() -> store().discard(target).chain(this::fetch));
  }

  private Uni<SliceFile> fetch() {
    request.listener().begun(number);
    return store().load(address, target).invoke(this::announce).chain(this::tries);
  }

  private void announce(Part part) {
    if (part.arrived() > 0) {
      request.listener().resumed(part.arrived());
    }
  }

  private Uni<SliceFile> tries(Part part) {
    SliceProgress progress = new SliceProgress(request, resources.config(), part, format);
    SliceRetryPolicy retryPolicy = new SliceRetryPolicy(resources.config(), resources.time(), part);
    return Uni.createFrom()
        .deferred(() -> attempt(progress))
        .onFailure()
        .invoke(this::logFailure)
        .onFailure()
        .retry()
        .when(
            failures -> failures.onItem().transformToUniAndConcatenate(f -> next(retryPolicy, f)));
  }

  /** The retry needs an item to go on; which one does not matter. */
  private static Uni<Boolean> next(SliceRetryPolicy retryPolicy, Throwable failure) {
    return retryPolicy
        .again(failure)
        .invoke(() -> TransferMeters.retried(failure))
        .replaceWith(true);
  }

  private Uni<SliceFile> attempt(SliceProgress progress) {
    Part part = progress.part();
    return store()
        .quiet(part)
        .invoke(progress::dropWhatCannotBeResumed)
        .chain(() -> stream(progress))
        .chain(() -> verify(progress))
        .chain(csv -> publish(part, csv));
  }

  private Uni<Void> stream(SliceProgress progress) {
    Part part = progress.part();
    if (part.complete()) {
      return Uni.createFrom().voidItem();
    }
    return part.isSplit() ? streamAll(progress, part.regions()) : streamWhole(progress);
  }

  /** The first stream learns the length; where it then splits the slice, more streams join in. */
  private Uni<Void> streamWhole(SliceProgress progress) {
    CompletableFuture<List<Region>> split = new CompletableFuture<>();
    Region whole = progress.part().regions().get(0);
    Uni<Void> first =
        new RegionFetch(resources, request, progress, whole, split::complete)
            .run()
            .invoke(() -> split.complete(List.of()));
    Uni<Void> rest =
        Uni.createFrom().completionStage(split).chain(regions -> streamAll(progress, regions));
    return Uni.join().all(first, rest).andFailFast().replaceWithVoid();
  }

  private Uni<Void> streamAll(SliceProgress progress, List<Region> regions) {
    List<Uni<Void>> streams =
        regions.stream()
            .filter(region -> !region.complete())
            .map(region -> streamOne(progress, region))
            .toList();
    return streams.isEmpty()
        ? Uni.createFrom().voidItem()
        : Uni.join().all(streams).andFailFast().replaceWithVoid();
  }

  private Uni<Void> streamOne(SliceProgress progress, Region region) {
    return new RegionFetch(resources, request, progress, region, unused -> {}).run();
  }

  private Uni<SliceFile> publish(Part part, Optional<CsvSummary> csv) {
    return store().publish(part).map(size -> new SliceFile(number, target, size, csv));
  }

  private Uni<Optional<CsvSummary>> verify(SliceProgress progress) {
    return store()
        .verify(progress.part(), format)
        .onFailure(SliceFetch::isCorrupt)
        .invoke(progress::startAgain);
  }

  private void logFailure(Throwable failure) {
    LOG.debugf("exportId=%s slice=%d failed: %s", request.owner(), number, failure.getMessage());
  }

  private static boolean isCorrupt(Throwable failure) {
    return failure instanceof SluiceException known && known.code() == ErrorCode.SLICE_CORRUPT;
  }

  private PartStore store() {
    return resources.store();
  }
}

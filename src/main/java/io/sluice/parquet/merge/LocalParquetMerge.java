package io.sluice.parquet.merge;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.sluice.base.DaemonThreads;
import io.sluice.base.ErrorCode;
import io.sluice.base.ShutdownConfig;
import io.sluice.base.SluiceException;
import io.sluice.csv.CsvFile;
import io.sluice.csv.CsvSummary;
import io.sluice.parquet.MergeConfig;
import io.sluice.parquet.MergeRequest;
import io.sluice.parquet.MergeRequest.SliceType;
import io.sluice.parquet.MergeResult;
import io.sluice.parquet.ParquetMerge;
import io.sluice.parquet.encode.EncodePool;
import io.sluice.parquet.plan.MergePlan;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.apache.arrow.dataset.jni.NativeMemoryPool;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jboss.logging.Logger;

/** Merges on threads of its own, on local disks; made before any export is taken up again. */
@Startup(Interceptor.Priority.LIBRARY_BEFORE)
@ApplicationScoped
public class LocalParquetMerge implements ParquetMerge {
  private static final Logger LOG = Logger.getLogger(LocalParquetMerge.class);

  private final MergeConfig config;
  private final ToLongFunction<Path> freeBytes;
  private final ExecutorService drivers;
  private final EncodePool encoders;
  private final BufferAllocator memory;
  private final MemoryBudget budget;
  private final Set<Cancellation> running = ConcurrentHashMap.newKeySet();

  @Inject
  public LocalParquetMerge(MergeConfig config) {
    this(config, SliceReclaimer::freeBytes);
  }

  /**
   * @param freeBytes what may still be written into a directory
   */
  public LocalParquetMerge(MergeConfig config, ToLongFunction<Path> freeBytes) {
    // At the start, for HTTP decoding would otherwise load zstd's on an event loop.
    NativeLibraries.load();
    this.config = config;
    this.freeBytes = freeBytes;
    this.drivers =
        Executors.newFixedThreadPool(config.parallel(), new DaemonThreads("sluice-merge"));
    this.encoders =
        new EncodePool(config.encodeThreads().orElse(Runtime.getRuntime().availableProcessors()));
    // Sizes as asked: rounding up to powers of two would nearly double what pages take.
    this.memory = new RootAllocator(AllocationListener.NOOP, Long.MAX_VALUE, size -> size);
    NativeMemoryPool arrow = NativeMemoryPool.getDefault();
    LongSupplier held = () -> memory.getAllocatedMemory() + arrow.getBytesAllocated();
    this.budget = new MemoryBudget(config.memoryLimit().asLongValue(), held);
    MergeMeters.show(held);
  }

  @Override
  public Uni<MergeResult> merge(MergeRequest request) {
    return Uni.createFrom().emitter(emitter -> submit(request, emitter));
  }

  private void submit(MergeRequest request, UniEmitter<? super MergeResult> emitter) {
    Cancellation cancellation = new Cancellation();
    emitter.onTermination(cancellation::cancel);
    drivers.execute(() -> run(request, cancellation, emitter));
  }

  private void run(
      MergeRequest request, Cancellation cancellation, UniEmitter<? super MergeResult> emitter) {
    running.add(cancellation);
    long start = System.nanoTime();
    try {
      MergeResult result = merge(request, cancellation);
      MergeMeters.made(result, start);
      emitter.complete(result);
    } catch (SluiceException e) {
      MergeMeters.failed(e.code().slug(), start);
      emitter.fail(e);
    } catch (RuntimeException | Error e) {
      MergeMeters.failed(ErrorCode.MERGE_FAILED.slug(), start);
      emitter.fail(
          new SluiceException(
              ErrorCode.MERGE_FAILED, "The slices could not be made one file: " + e, e));
    } finally {
      running.remove(cancellation);
    }
  }

  private MergeResult merge(MergeRequest asked, Cancellation cancellation) {
    cancellation.check();
    MergeRequest request = counted(asked, cancellation);
    if (Files.exists(request.output())) {
      throw new SluiceException(
          ErrorCode.MERGE_FAILED, "The result " + request.output().getFileName() + " exists.");
    }
    MergePlan plan = MergePlan.of(request, config);
    SliceReclaimer reclaimer = SliceReclaimer.of(request, freeBytes);
    MergeResult result = make(request, plan, cancellation, reclaimer);
    LOG.infof(
        "exportId=%s merge=%s reason=\"%s\" rows=%d bytes=%d rowGroups=%d",
        request.owner(),
        result.merge(),
        result.reason(),
        result.rows(),
        result.bytes(),
        result.rowGroups());
    return result;
  }

  /** Slices that arrived before they were counted on the way are counted here. */
  private static MergeRequest counted(MergeRequest request, Cancellation cancellation) {
    if (request.fileType() != SliceType.CSV) {
      return request;
    }
    Map<Path, CsvSummary> counts = new HashMap<>(request.csv());
    request
        .slices()
        .forEach(
            slice ->
                counts.computeIfAbsent(
                    slice, missing -> CsvFile.count(missing, cancellation::check)));
    return request.counted(counts);
  }

  private MergeResult make(
      MergeRequest request, MergePlan plan, Cancellation cancellation, SliceReclaimer reclaimer) {
    ParquetStitcher stitcher = new ParquetStitcher(request, encoders, cancellation, reclaimer);
    if (plan instanceof MergePlan.Single single) {
      return stitcher.single(single);
    }
    if (plan instanceof MergePlan.Stitch stitch) {
      return stitcher.stitch(stitch);
    }
    return rewrite(request, (MergePlan.Rewrite) plan, cancellation, reclaimer);
  }

  private MergeResult rewrite(
      MergeRequest request,
      MergePlan.Rewrite plan,
      Cancellation cancellation,
      SliceReclaimer reclaimer) {
    MemoryBudget.Share share = budget.admit(plan.memory(request, config), cancellation);
    try (BufferAllocator allocator = memory.newChildAllocator(request.owner(), 0, Long.MAX_VALUE)) {
      return new ArrowRewriter(
              request, config, encoders, allocator, cancellation, budget, reclaimer)
          .rewrite(plan);
    } finally {
      share.close();
    }
  }

  /** Ends what is running, between two batches, and waits until native code is left. */
  void leave(@Observes ShutdownEvent event, ShutdownConfig shutdown) throws InterruptedException {
    drivers.shutdown();
    running.forEach(Cancellation::leave);
    if (!drivers.awaitTermination(shutdown.grace().toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warnf("merges still running after sluice.shutdown.grace=%s", shutdown.grace());
    }
    encoders.close();
  }
}

package io.sluice.parquet.merge;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.parquet.MergeConfig;
import io.sluice.parquet.MergeRequest;
import io.sluice.parquet.MergeRequest.Compression;
import io.sluice.parquet.MergeRequest.SliceType;
import io.sluice.parquet.MergeResult;
import io.sluice.parquet.MergeResult.Kind;
import io.sluice.parquet.MergeResult.ResultColumn;
import io.sluice.parquet.encode.ConversionFailure;
import io.sluice.parquet.encode.EncodeOptions;
import io.sluice.parquet.encode.EncodePool;
import io.sluice.parquet.encode.ParquetFileWriter;
import io.sluice.parquet.encode.RowGroupWriter;
import io.sluice.parquet.encode.TargetColumn;
import io.sluice.parquet.file.CreatedBy;
import io.sluice.parquet.file.ParquetOutput;
import io.sluice.parquet.plan.Codecs;
import io.sluice.parquet.plan.MergePlan;
import io.sluice.parquet.plan.MergeWarnings;
import io.sluice.parquet.plan.ScanMemory;
import io.sluice.parquet.plan.TypePlan;
import io.sluice.parquet.plan.TypePlan.Column;
import io.sluice.parquet.scan.CsvReader;
import io.sluice.parquet.scan.GatheringReader;
import io.sluice.parquet.scan.ParquetReader;
import io.sluice.parquet.scan.PortionsReader;
import io.sluice.parquet.scan.RowGroupPortions;
import io.sluice.parquet.scan.SliceReader;
import io.sluice.parquet.values.ColumnConversions;
import io.sluice.parquet.values.ConversionChanges;
import io.sluice.parquet.values.RowBatch;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.parquet.format.FileMetaData;
import org.jboss.logging.Logger;

/**
 * Scans the slices one after the other and encodes them anew. Where a value does not convert, the
 * first pass goes on to find all such columns, and a second one writes them as they were delivered.
 */
final class ArrowRewriter {
  private static final String PORTION = ".portion";
  private static final Logger LOG = Logger.getLogger(ArrowRewriter.class);

  private final MergeRequest request;
  private final MergeConfig config;
  private final EncodePool pool;
  private final BufferAllocator allocator;
  private final Cancellation cancellation;
  private final MemoryBudget budget;
  private final SliceReclaimer reclaimer;

  ArrowRewriter(
      MergeRequest request,
      MergeConfig config,
      EncodePool pool,
      BufferAllocator allocator,
      Cancellation cancellation,
      MemoryBudget budget,
      SliceReclaimer reclaimer) {
    this.request = request;
    this.config = config;
    this.pool = pool;
    this.allocator = allocator;
    this.cancellation = cancellation;
    this.budget = budget;
    this.reclaimer = reclaimer;
  }

  MergeResult rewrite(MergePlan.Rewrite merge) {
    TypePlan plan = merge.types();
    // Slices that go as they are consumed can be read once only, so the values are tried first.
    boolean tryFirst = reclaimer.removing() && plan.converts();
    Pass pass = pass(plan, merge.scan(), tryFirst);
    List<ConversionFailure> bad = pass.badValues;
    if (tryFirst || !bad.isEmpty()) {
      LOG.infof(
          "exportId=%s merge=rewrite pass=2 unconvertibleColumns=%d", request.owner(), bad.size());
      request.listener().rows(-pass.rows); // they are read once more
      plan = plan.without(bad.stream().map(ConversionFailure::column).collect(Collectors.toSet()));
      pass = pass(plan, merge.scan(), false);
    }
    return result(pass, plan, merge, MergeWarnings.of(merge.types(), bad, pass.changes));
  }

  /** What one pass over the slices came to; sealed unless values did not convert. */
  private record Pass(
      Optional<ParquetOutput.Sealed> sealed,
      FileMetaData footer,
      long rows,
      List<ConversionFailure> badValues,
      List<ConversionChanges> changes) {}

  private Pass pass(TypePlan plan, ScanMemory scan, boolean tryOnly) {
    List<ConversionChanges> changes =
        plan.columns().stream().map(column -> new ConversionChanges()).toList();
    try (ParquetOutput file = ParquetOutput.create(request.output());
        RowGroupWriter writer = writer(file, plan, changes)) {
      if (tryOnly) {
        writer.checkOnly();
      }
      for (Path slice : request.slices()) {
        copy(slice, plan, scan, writer);
        if (!tryOnly) {
          reclaimer.done(slice);
        }
      }
      ParquetFileWriter groups = writer.finish();
      if (tryOnly || !writer.badValues().isEmpty()) {
        return new Pass(
            Optional.empty(), new FileMetaData(), writer.rows(), writer.badValues(), changes);
      }
      FileMetaData footer = groups.footer(CreatedBy.text());
      return new Pass(Optional.of(file.seal(footer)), footer, writer.rows(), List.of(), changes);
    } catch (CompletionException e) {
      throw e.getCause() instanceof SluiceException known
          ? known
          : new SluiceException(
              ErrorCode.MERGE_FAILED, "The slices could not be encoded: " + e.getCause(), e);
    }
  }

  private RowGroupWriter writer(
      ParquetOutput file, TypePlan plan, List<ConversionChanges> changes) {
    List<TargetColumn> columns =
        IntStream.range(0, changes.size())
            .mapToObj(i -> target(plan.columns().get(i), changes.get(i)))
            .toList();
    EncodeOptions options =
        new EncodeOptions(
            Codecs.of(request.compression().orElse(Compression.ZSTD)),
            config.zstdLevel(),
            config.rowGroupRows(),
            config.rowGroupSize().asLongValue());
    return new RowGroupWriter(file, columns, options, pool, allocator);
  }

  private static TargetColumn target(Column column, ConversionChanges changes) {
    return new TargetColumn(
        column.name(),
        column.written(),
        ColumnConversions.find(column.scanned(), column.written(), changes).orElseThrow());
  }

  private void copy(Path slice, TypePlan plan, ScanMemory scan, RowGroupWriter writer) {
    try (SliceReader reader = reader(slice, plan, scan)) {
      for (Optional<RowBatch> batch = next(reader); batch.isPresent(); batch = next(reader)) {
        long rows = batch.get().rows();
        budget.passed(batch.get().bytes());
        writer.write(batch.get());
        request.listener().rows(rows);
      }
    }
  }

  /** Before each batch: the end where it was called for, and a wait where memory is short. */
  private Optional<RowBatch> next(SliceReader reader) {
    cancellation.check();
    budget.hold();
    return reader.next();
  }

  private SliceReader reader(Path slice, TypePlan plan, ScanMemory scan) {
    if (request.fileType() == SliceType.CSV) {
      return new GatheringReader(
          new CsvReader(
              slice, request.csv().get(slice), plan.columns().size(), portion(slice), allocator));
    }
    SliceReader reader =
        scan.portions().containsKey(slice)
            ? new PortionsReader(
                new RowGroupPortions(
                    slice, scan.portions().get(slice), portion -> parquet(portion, plan, scan)),
                portion(slice))
            : parquet(slice, plan, scan);
    return scan.smallBatches() ? new GatheringReader(reader) : reader;
  }

  /** Where a part of the slice lies while it is read. */
  private Path portion(Path slice) {
    return request.output().resolveSibling(slice.getFileName() + PORTION);
  }

  private SliceReader parquet(Path file, TypePlan plan, ScanMemory scan) {
    return new ParquetReader(
        file,
        plan.columns().stream().map(Column::name).toList(),
        plan.columns().stream().map(Column::scanned).toList(),
        scan.batchRows(),
        allocator);
  }

  private MergeResult result(
      Pass pass, TypePlan plan, MergePlan.Rewrite merge, List<String> warnings) {
    long written = pass.footer.getNum_rows();
    long expected = merge.rows();
    if (written != expected || pass.rows != expected) {
      throw new SluiceException(
          ErrorCode.ROWS_MISMATCH,
          "The slices hold %d rows, %d were scanned and %d written."
              .formatted(expected, pass.rows, written));
    }
    ParquetOutput.Sealed sealed = pass.sealed.orElseThrow();
    return new MergeResult(
        written,
        sealed.bytes(),
        sealed.sha256(),
        sealed.md5(),
        pass.footer.getRow_groups().size(),
        Kind.REWRITE,
        merge.reason(),
        plan.columns().stream().map(c -> new ResultColumn(c.name(), c.written().sql())).toList(),
        warnings);
  }
}

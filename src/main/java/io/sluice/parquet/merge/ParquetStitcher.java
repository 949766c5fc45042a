package io.sluice.parquet.merge;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.parquet.MergeRequest;
import io.sluice.parquet.MergeResult;
import io.sluice.parquet.MergeResult.Kind;
import io.sluice.parquet.MergeResult.ResultColumn;
import io.sluice.parquet.file.CreatedBy;
import io.sluice.parquet.file.LinkedFile;
import io.sluice.parquet.file.ParquetOutput;
import io.sluice.parquet.file.ParquetOutput.Sealed;
import io.sluice.parquet.file.SliceFooter;
import io.sluice.parquet.file.StitchedFile;
import io.sluice.parquet.plan.MergePlan;
import io.sluice.parquet.type.ColumnType;
import io.sluice.parquet.type.ParquetTypes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;

/** Makes the result of slices as they are: no page is opened. */
final class ParquetStitcher {
  private final MergeRequest request;
  private final Executor digesting;
  private final Cancellation cancellation;
  private final SliceReclaimer reclaimer;

  ParquetStitcher(
      MergeRequest request,
      Executor digesting,
      Cancellation cancellation,
      SliceReclaimer reclaimer) {
    this.request = request;
    this.digesting = digesting;
    this.cancellation = cancellation;
    this.reclaimer = reclaimer;
  }

  /** The only slice is the result; its bytes are copied only where they cannot be linked. */
  MergeResult single(MergePlan.Single plan) {
    SliceFooter slice = plan.slice();
    Optional<Sealed> linked = LinkedFile.create(slice.slice(), request.output(), digesting);
    if (linked.isEmpty()) {
      return stitch(List.of(slice), Kind.SINGLE, plan);
    }
    request.listener().rows(slice.rows());
    reclaimer.done(slice.slice());
    return result(slice, slice.metadata(), linked.get(), Kind.SINGLE, plan);
  }

  MergeResult stitch(MergePlan.Stitch plan) {
    return stitch(plan.slices(), Kind.STITCH, plan);
  }

  private MergeResult stitch(List<SliceFooter> slices, Kind kind, MergePlan.AsDelivered plan) {
    try (ParquetOutput file = ParquetOutput.create(request.output())) {
      StitchedFile stitched = new StitchedFile(file, digesting);
      for (SliceFooter slice : slices) {
        cancellation.check();
        stitched.add(slice);
        request.listener().rows(slice.rows());
        reclaimer.done(slice.slice());
      }
      FileMetaData footer = stitched.footer(slices.get(0), CreatedBy.text());
      long expected = slices.stream().mapToLong(SliceFooter::rows).sum();
      if (footer.getNum_rows() != expected) {
        throw new SluiceException(
            ErrorCode.ROWS_MISMATCH,
            "The slices hold %d rows, the footer says %d."
                .formatted(expected, footer.getNum_rows()));
      }
      return result(slices.get(0), footer, file.seal(footer), kind, plan);
    }
  }

  private static MergeResult result(
      SliceFooter first,
      FileMetaData footer,
      Sealed sealed,
      Kind kind,
      MergePlan.AsDelivered plan) {
    return new MergeResult(
        footer.getNum_rows(),
        sealed.bytes(),
        sealed.sha256(),
        sealed.md5(),
        footer.getRow_groups().size(),
        kind,
        plan.reason(),
        first.topColumns().stream().map(ParquetStitcher::column).toList(),
        plan.warnings());
  }

  private static ResultColumn column(SchemaElement element) {
    String type =
        ParquetTypes.read(element)
            .map(ColumnType::sql)
            .orElse(element.isSetType() ? "timestamp" : "nested");
    return new ResultColumn(element.getName(), type);
  }
}

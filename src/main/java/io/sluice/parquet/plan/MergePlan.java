package io.sluice.parquet.plan;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.csv.CsvSummary;
import io.sluice.parquet.MergeConfig;
import io.sluice.parquet.MergeRequest;
import io.sluice.parquet.MergeRequest.DeclaredColumn;
import io.sluice.parquet.MergeRequest.Mode;
import io.sluice.parquet.MergeRequest.SliceType;
import io.sluice.parquet.file.SliceFooter;
import io.sluice.parquet.file.StitchCheck;
import io.sluice.parquet.type.ParquetTypes;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.SchemaElement;

/** What is done with the slices, and why; decided from their footers alone. */
public sealed interface MergePlan {

  /** Why, as a sentence without its full stop. */
  String reason();

  /** The slices as they are: no value is read. */
  sealed interface AsDelivered extends MergePlan {

    /** What the caller should know of the columns. */
    List<String> warnings();
  }

  /** One slice that is the result already. */
  record Single(SliceFooter slice, String reason, List<String> warnings) implements AsDelivered {}

  /** Bytes are copied, footers become one. */
  record Stitch(List<SliceFooter> slices, String reason, List<String> warnings)
      implements AsDelivered {}

  /**
   * Every value is read and encoded anew.
   *
   * @param rows that the slices say they have
   */
  record Rewrite(TypePlan types, long rows, ScanMemory scan, String reason) implements MergePlan {
    /** Bytes off the heap that it will need. */
    public long memory(MergeRequest request, MergeConfig config) {
      return encoding(request, config) + scan.bytes();
    }

    /**
     * One row group encoded and one on its way to the file, each half as large as before its
     * compression.
     */
    private static long encoding(MergeRequest request, MergeConfig config) {
      long group = config.rowGroupSize().asLongValue();
      boolean raw = request.compression().equals(Optional.of(MergeRequest.Compression.NONE));
      return raw ? 2 * group : group;
    }
  }

  /**
   * CSV slices are counted. Fails with {@code stitch-impossible} where a stitch is asked for that
   * cannot be.
   */
  static MergePlan of(MergeRequest request, MergeConfig config) {
    boolean stitch = request.mode() == Mode.STITCH;
    if (request.slices().isEmpty()) {
      return new Rewrite(TypePlan.empty(request), 0, ScanMemory.ofCsv(0), "there are no slices");
    }
    if (request.fileType() == SliceType.CSV) {
      if (stitch) {
        throw impossible("the slices are CSV");
      }
      return new Rewrite(
          TypePlan.csv(request),
          request.csv().values().stream().mapToLong(CsvSummary::records).sum(),
          ScanMemory.ofCsv(
              request.csv().values().stream().mapToLong(CsvSummary::longestRecord).max().orElse(0)),
          "the slices are CSV");
    }
    List<SliceFooter> footers = request.slices().stream().map(SliceFooter::read).toList();
    return new Decision(request, config, footers).plan();
  }

  private static SluiceException impossible(String why) {
    return new SluiceException(
        ErrorCode.STITCH_IMPOSSIBLE,
        "The slices cannot be stitched: " + why + ". Ask for merge \"auto\" or \"rewrite\".");
  }

  /** The decision between the three ways for Parquet slices. */
  record Decision(MergeRequest request, MergeConfig config, List<SliceFooter> footers) {

    MergePlan plan() {
      if (request.mode() == Mode.REWRITE) {
        return rewrite("a rewrite was asked for");
      }
      Optional<String> foreign = obstacle();
      Optional<TypePlan> declared = foreign.isEmpty() ? declared() : Optional.empty();
      Optional<String> obstacle = foreign.or(() -> declared.flatMap(this::cast));
      List<String> warnings = declared.map(MergeWarnings::of).orElse(List.of());
      if (request.mode() == Mode.STITCH) {
        obstacle.ifPresent(
            why -> {
              throw impossible(why);
            });
        return new Stitch(footers, "a stitch was asked for", warnings);
      }
      if (obstacle.isPresent()) {
        return rewrite(obstacle.get());
      }
      Optional<String> small = smallRowGroups();
      if (small.isPresent() && rewritable()) {
        return rewrite(small.get());
      }
      return footers.size() == 1
          ? new Single(footers.get(0), "the only slice fits as it is", warnings)
          : new Stitch(
              footers,
              small.isPresent()
                  ? "its types can only be stitched"
                  : "schemas are equal and row groups large enough",
              warnings);
    }

    private Rewrite rewrite(String reason) {
      long rows = footers.stream().mapToLong(SliceFooter::rows).sum();
      TypePlan types = TypePlan.parquet(request, footers);
      return new Rewrite(types, rows, scan(), reason);
    }

    /** Where not even the whole budget is enough, up to as much again is granted. */
    private ScanMemory scan() {
      long limit = config.memoryLimit().asLongValue();
      long encoding = Rewrite.encoding(request, config);
      long wanted = limit - encoding;
      return ScanMemory.of(footers, wanted, wanted + limit);
    }

    private boolean rewritable() {
      return footers.get(0).columns().stream()
          .allMatch(leaf -> ParquetTypes.read(leaf).isPresent());
    }

    private Optional<String> obstacle() {
      return StitchCheck.obstacle(footers).or(this::otherCodec).or(this::otherColumns);
    }

    private Optional<String> otherCodec() {
      for (SliceFooter footer : footers) {
        for (CompressionCodec codec : footer.codecs()) {
          Optional<CompressionCodec> asked = request.compression().map(Codecs::of);
          if (asked.isPresent() && asked.get() != codec) {
            return Optional.of(
                "the slices are " + codec + " where " + asked.get() + " was asked for");
          }
          if (asked.isEmpty() && codec == CompressionCodec.UNCOMPRESSED) {
            return Optional.of("the slices are not compressed");
          }
        }
      }
      return Optional.empty();
    }

    private Optional<String> otherColumns() {
      List<String> asked = request.columns().stream().map(DeclaredColumn::name).toList();
      List<String> delivered = footers.get(0).columnNames();
      return asked.isEmpty() || asked.equals(delivered)
          ? Optional.empty()
          : Optional.of("the slices' columns are not those asked for, or in another order");
    }

    /** The types where they are to be the declared ones; what cannot be rewritten is not cast. */
    private Optional<TypePlan> declared() {
      return request.types() == MergeRequest.Types.DECLARED && rewritable()
          ? Optional.of(TypePlan.parquet(request, footers))
          : Optional.empty();
    }

    private Optional<String> cast(TypePlan types) {
      List<SchemaElement> leaves = footers.get(0).columns();
      for (int i = 0; i < leaves.size(); i++) {
        TypePlan.Column column = types.columns().get(i);
        if (!ParquetTypes.read(leaves.get(i)).equals(Optional.of(column.written()))) {
          return Optional.of(
              "the column " + column.name() + " is to be cast to " + column.written().sql());
        }
      }
      return Optional.empty();
    }

    private Optional<String> smallRowGroups() {
      long groups = footers.stream().mapToLong(footer -> footer.rowGroups().size()).sum();
      if (groups <= 1) {
        return Optional.empty();
      }
      long rows = footers.stream().mapToLong(SliceFooter::rows).sum() / groups;
      long bytes = footers.stream().mapToLong(SliceFooter::rawBytes).sum() / groups;
      boolean large =
          rows >= config.stitchRowGroupRows() || bytes >= config.stitchRowGroupSize().asLongValue();
      return large
          ? Optional.empty()
          : Optional.of("the row groups are small: " + rows + " rows on average");
    }
  }
}

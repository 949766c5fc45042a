package io.sluice.export.pipeline;

import io.sluice.csv.CsvSummary;
import io.sluice.export.live.LiveExport;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportRequest;
import io.sluice.export.model.ExportState.Merging;
import io.sluice.export.model.Result;
import io.sluice.export.model.Unload;
import io.sluice.parquet.MergeRequest;
import io.sluice.parquet.MergeRequest.Compression;
import io.sluice.parquet.MergeRequest.CsvDialect;
import io.sluice.parquet.MergeRequest.DeclaredColumn;
import io.sluice.parquet.MergeRequest.Mode;
import io.sluice.parquet.MergeRequest.SliceType;
import io.sluice.parquet.MergeRequest.Types;
import io.sluice.parquet.MergeResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An export in the parquet room's terms, and back. */
final class MergeRequests {
  private MergeRequests() {}

  static MergeRequest request(LiveExport export, Merging merging, Scratch scratch, Path output) {
    Export now = export.now();
    Unload unload = merging.unload();
    ExportRequest.Output wanted = now.request().output();
    List<Path> slices = merging.slices().stream().map(scratch.of(now.id())::resolve).toList();
    return new MergeRequest(
        now.id().value(),
        slices,
        sliceType(unload.fileType()),
        contents(slices, merging.contents()),
        dialect(unload.dialect()),
        unload.columns().stream().map(MergeRequests::declared).toList(),
        unload.typed(),
        types(wanted.types()),
        mode(wanted.merge()),
        wanted.compression().map(MergeRequests::compression),
        true,
        output,
        export.meter());
  }

  /** None where the checkpoint knows of none. */
  private static Map<Path, CsvSummary> contents(List<Path> slices, List<CsvSummary> contents) {
    return contents.size() == slices.size()
        ? IntStream.range(0, slices.size())
            .boxed()
            .collect(Collectors.toMap(slices::get, contents::get))
        : Map.of();
  }

  static Result result(MergeResult merged) {
    return new Result(
        merged.rows(),
        merged.bytes(),
        merged.sha256(),
        merged.md5(),
        merged.rowGroups(),
        merged.merge().name().toLowerCase(Locale.ROOT),
        merged.reason(),
        merged.columns().stream()
            .map(column -> new Result.Column(column.name(), column.type()))
            .toList(),
        Optional.empty());
  }

  private static DeclaredColumn declared(Unload.Column column) {
    return new DeclaredColumn(column.name(), column.baseType(), column.type(), column.length());
  }

  private static SliceType sliceType(Unload.FileType type) {
    return switch (type) {
      case CSV -> SliceType.CSV;
      case PARQUET -> SliceType.PARQUET;
    };
  }

  private static CsvDialect dialect(Unload.Dialect dialect) {
    return switch (dialect) {
      case SNOWFLAKE -> CsvDialect.SNOWFLAKE;
      case BIGQUERY -> CsvDialect.BIGQUERY;
    };
  }

  private static Types types(ExportRequest.Types types) {
    return switch (types) {
      case DECLARED -> Types.DECLARED;
      case SOURCE -> Types.SOURCE;
    };
  }

  private static Mode mode(ExportRequest.Merge merge) {
    return switch (merge) {
      case AUTO -> Mode.AUTO;
      case STITCH -> Mode.STITCH;
      case REWRITE -> Mode.REWRITE;
    };
  }

  private static Compression compression(ExportRequest.Compression codec) {
    return switch (codec) {
      case ZSTD -> Compression.ZSTD;
      case SNAPPY -> Compression.SNAPPY;
      case NONE -> Compression.NONE;
    };
  }
}

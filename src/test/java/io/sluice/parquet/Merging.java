package io.sluice.parquet;

import io.sluice.Configured;
import io.sluice.csv.CsvSummary;
import io.sluice.parquet.MergeRequest.Compression;
import io.sluice.parquet.MergeRequest.CsvDialect;
import io.sluice.parquet.MergeRequest.DeclaredColumn;
import io.sluice.parquet.MergeRequest.Mode;
import io.sluice.parquet.MergeRequest.SliceType;
import io.sluice.parquet.MergeRequest.Types;
import io.sluice.parquet.merge.LocalParquetMerge;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs merges in tests: a request is built from what matters to the test. */
public final class Merging {
  private final Path directory;
  private final List<Path> slices = new ArrayList<>();
  private final List<DeclaredColumn> columns = new ArrayList<>();
  private Map<Path, CsvSummary> csv = Map.of();
  private SliceType type = SliceType.CSV;
  private CsvDialect dialect = CsvDialect.SNOWFLAKE;
  private boolean typed;
  private Types types = Types.DECLARED;
  private Mode mode = Mode.AUTO;
  private Optional<Compression> compression = Optional.empty();
  private boolean removeSlices;
  private MergeListener listener = rows -> {};
  private LocalParquetMerge merge = Shared.MERGE;
  private Duration patience = Duration.ofSeconds(60);

  private static final class Shared {
    static final LocalParquetMerge MERGE = new LocalParquetMerge(config(Map.of()));
  }

  public Merging(Path directory) {
    this.directory = directory;
  }

  public static LocalParquetMerge shared() {
    return Shared.MERGE;
  }

  public static MergeConfig config(Map<String, String> settings) {
    return Configured.with(MergeConfig.class, settings);
  }

  public Merging csv(Path... files) {
    slices.addAll(List.of(files));
    type = SliceType.CSV;
    return this;
  }

  public Merging parquet(Path... files) {
    slices.addAll(List.of(files));
    type = SliceType.PARQUET;
    return this;
  }

  public Merging column(String name, String baseType) {
    return column(name, baseType, "", "");
  }

  public Merging column(String name, String baseType, String backendType, String length) {
    columns.add(new DeclaredColumn(name, present(baseType), present(backendType), present(length)));
    return this;
  }

  private static Optional<String> present(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  Merging counted(Path slice, CsvSummary summary) {
    csv = Map.of(slice, summary);
    return this;
  }

  public Merging dialect(CsvDialect other) {
    dialect = other;
    return this;
  }

  Merging typed() {
    typed = true;
    return this;
  }

  public Merging types(Types other) {
    types = other;
    return this;
  }

  public Merging mode(Mode other) {
    mode = other;
    return this;
  }

  public Merging compression(Compression other) {
    compression = Optional.of(other);
    return this;
  }

  public Merging removingSlices() {
    removeSlices = true;
    return this;
  }

  public Merging listener(MergeListener other) {
    listener = other;
    return this;
  }

  public Merging with(LocalParquetMerge other) {
    merge = other;
    return this;
  }

  Merging patience(Duration other) {
    patience = other;
    return this;
  }

  public Path output() {
    return directory.resolve("result.parquet");
  }

  public MergeRequest request() {
    return new MergeRequest(
        "test",
        slices,
        type,
        csv,
        dialect,
        columns,
        typed,
        types,
        mode,
        compression,
        removeSlices,
        output(),
        listener);
  }

  public MergeResult run() {
    return merge.merge(request()).await().atMost(patience);
  }
}

package io.sluice.parquet;

import io.sluice.parquet.MergeRequest.Mode;
import io.sluice.parquet.MergeRequest.Types;
import io.sluice.parquet.file.SliceFooter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One way of making the file in a process of its own, so that its CPU time and memory can be told:
 * makes it once for each line it reads.
 */
final class BenchmarkedMerge {
  private static final double TICKS_A_SECOND = 100;

  private final Way way;
  private final List<Path> slices;
  private final Path output;
  private final Merging merging;

  /** How the file can be made. */
  enum Way {
    CAT("cat"),
    CAT_DIGESTS("cat, md5sum, sha256sum"),
    STITCH("stitch"),
    DUCKDB("DuckDB COPY"),
    REWRITE("rewrite"),
    CSV_DUCKDB("CSV: DuckDB COPY"),
    CSV_REWRITE("CSV: rewrite");

    final String title;

    Way(String title) {
      this.title = title;
    }

    boolean isCsv() {
      return this == CSV_DUCKDB || this == CSV_REWRITE;
    }

    private boolean isMerge() {
      return this == STITCH || this == REWRITE || this == CSV_REWRITE;
    }
  }

  private BenchmarkedMerge(Way way, Path sample, Path directory) {
    this.way = way;
    this.slices = MergeSample.slices(sample);
    Path[] files = slices.toArray(Path[]::new);
    Merging begun = new Merging(directory).patience(Duration.ofMinutes(10));
    this.merging =
        way.isCsv()
            ? MergeSample.declare(begun.csv(files))
            : begun.parquet(files).types(Types.SOURCE);
    this.output = merging.output();
  }

  /** Takes a way, the directory of the slices and one for the result. */
  public static void main(String[] arguments) throws Exception {
    Way way = Way.valueOf(arguments[0]);
    BenchmarkedMerge merge =
        new BenchmarkedMerge(way, Path.of(arguments[1]), Path.of(arguments[2]));
    if (way.isMerge()) {
      Merging.shared();
    }
    long idle = kibibytes("VmRSS");
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (lines.readLine() != null) {
      System.out.println(merge.round(idle));
      System.out.flush();
    }
    // The merge's threads and Arrow's would keep the process.
    System.exit(0);
  }

  private String round(long idle) throws IOException, InterruptedException {
    double cpu = processorSeconds();
    long start = System.nanoTime();
    make();
    double wall = (System.nanoTime() - start) / 1e9;
    double used = processorSeconds() - cpu;
    long bytes = Files.size(output);
    int groups = isCat() ? 0 : SliceFooter.read(output).rowGroups().size();
    Files.delete(output);
    return String.format(
        Locale.ROOT, "%.3f %.3f %d %d %d %d", wall, used, kibibytes("VmHWM"), idle, bytes, groups);
  }

  private void make() throws IOException, InterruptedException {
    switch (way) {
      case CAT -> shell("cat \"$@\" > " + output);
      case CAT_DIGESTS ->
          shell("cat \"$@\" > %1$s && { md5sum %1$s & sha256sum %1$s; wait; }".formatted(output));
      case DUCKDB -> duckDb("read_parquet([%s])".formatted(quoted()));
      case CSV_DUCKDB ->
          duckDb(
              "read_csv([%s], header = false, columns = %s)"
                  .formatted(quoted(), MergeSample.duckDbColumns()));
      case CSV_REWRITE -> merging.run();
      case STITCH -> merging.mode(Mode.STITCH).run();
      case REWRITE -> merging.mode(Mode.REWRITE).run();
    }
  }

  private void duckDb(String relation) {
    try (Duck duck = new Duck()) {
      duck.parquet(output, "SELECT * FROM " + relation, ", COMPRESSION zstd");
    }
  }

  private String quoted() {
    return slices.stream().map(slice -> "'" + slice + "'").collect(Collectors.joining(", "));
  }

  private boolean isCat() {
    return way == Way.CAT || way == Way.CAT_DIGESTS;
  }

  private void shell(String script) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    slices.forEach(slice -> command.add(slice.toString()));
    int status =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    if (status != 0) {
      throw new IllegalStateException(script + " ended with " + status);
    }
  }

  /** Of this process and of those that it started and that have ended. */
  private static double processorSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int i = 11; i <= 14; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks / TICKS_A_SECOND;
  }

  private static long kibibytes(String what) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(what + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}

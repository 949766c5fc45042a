package io.sluice.parquet;

import io.sluice.parquet.BenchmarkProcess.Round;
import io.sluice.parquet.BenchmarkedMerge.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Stitch, rewrite, DuckDB's COPY and {@code cat} (alone, and with the digests that the merges take
 * as well) beside each other on the same slices, each warm in a process of its own, in turns:
 * {@code ./mvnw -Pbench -Dquick test-compile exec:exec -Dbench=parquet.Merge}. Only ratios of one
 * run mean anything.
 *
 * <p>System properties: {@code bench.dir} (a memory file system by default; the merges sync their
 * result, the others do not), {@code bench.rounds}, {@code bench.jvm}.
 */
public final class MergeBenchmark {
  private static final int WARM_UPS = 2;
  private static final double MB = 1e6;

  private MergeBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Path base = Path.of(System.getProperty("bench.dir", "/dev/shm"));
    Path root = Files.createTempDirectory(base, "sluice-merge");
    Map<Way, BenchmarkProcess> ways = new EnumMap<>(Way.class);
    try {
      Path sample = root.resolve("slices");
      MergeSample.make(sample, 1);
      Path csv = root.resolve("csv");
      MergeSample.makeCsv(sample, csv);
      for (Way way : Way.values()) {
        ways.put(way, new BenchmarkProcess(way, way.isCsv() ? csv : sample, root));
      }
      for (int round = -WARM_UPS; round < Integer.getInteger("bench.rounds", 5); round++) {
        for (BenchmarkProcess way : ways.values()) {
          if (round < 0) {
            way.warmUp();
          } else {
            way.round();
          }
        }
      }
      print(ways);
    } finally {
      ways.values().forEach(BenchmarkProcess::close);
      MergeSample.remove(root);
    }
  }

  private static void print(Map<Way, BenchmarkProcess> ways) {
    System.out.println(
        "| | wall s | CPU s | peak MiB | idle MiB | MB | row groups | wall ÷ cat | wall ÷ cat with digests | wall ÷ DuckDB"
            + " | CPU ÷ DuckDB | size ÷ DuckDB | peak ÷ DuckDB |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (BenchmarkProcess way : ways.values()) {
      BenchmarkProcess duckDb = ways.get(way.way.isCsv() ? Way.CSV_DUCKDB : Way.DUCKDB);
      Round last = way.last();
      System.out.printf(
          Locale.ROOT,
          "| %s | %.2f | %.2f | %d | %d | %.1f | %d | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
          way.way.title,
          way.medianWall(),
          way.medianCpu(),
          last.peakKibibytes() >> 10,
          last.idleKibibytes() >> 10,
          last.bytes() / MB,
          last.groups(),
          wallRatio(way, ways.get(Way.CAT)),
          wallRatio(way, ways.get(Way.CAT_DIGESTS)),
          wallRatio(way, duckDb),
          way.medianCpu() / duckDb.medianCpu(),
          (double) last.bytes() / duckDb.last().bytes(),
          (double) last.peakKibibytes() / duckDb.last().peakKibibytes());
    }
  }

  /** The median of the rounds' own ratios: what slows the machine slows both. */
  private static double wallRatio(BenchmarkProcess way, BenchmarkProcess other) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < way.rounds.size(); i++) {
      ratios.add(way.rounds.get(i).wall() / other.rounds.get(i).wall());
    }
    return BenchmarkProcess.median(ratios);
  }
}

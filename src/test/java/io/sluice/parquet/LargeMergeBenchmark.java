package io.sluice.parquet;

import io.sluice.parquet.BenchmarkProcess.Round;
import io.sluice.parquet.BenchmarkedMerge.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The memory that a merge of 5 GB of slices takes under {@code -Xmx128m}: {@code ./mvnw -Pbench
 * -Dquick test-compile exec:exec -Dbench=parquet.LargeMerge -Dbench.dir=/tmp}. Needs 6 GB there.
 * The slices are the sample nine times over, as links.
 */
public final class LargeMergeBenchmark {
  private static final int COPIES = 9;

  private LargeMergeBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Path base = Path.of(System.getProperty("bench.dir", "/tmp"));
    Path root = Files.createTempDirectory(base, "sluice-large");
    try {
      Path slices = root.resolve("slices");
      MergeSample.make(slices, COPIES);
      System.out.println("| | slices MB | result MB | wall s | CPU s | peak MiB | idle MiB |");
      System.out.println("|---|---|---|---|---|---|---|");
      for (Way way : List.of(Way.STITCH, Way.REWRITE)) {
        try (BenchmarkProcess process = new BenchmarkProcess(way, slices, root)) {
          print(way, bytes(slices), process.warmUp());
        }
      }
    } finally {
      MergeSample.remove(root);
    }
  }

  private static long bytes(Path slices) throws IOException {
    long bytes = 0;
    for (Path slice : MergeSample.slices(slices)) {
      bytes += Files.size(slice);
    }
    return bytes;
  }

  private static void print(Way way, long bytes, Round round) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f | %.0f | %.1f | %.1f | %d | %d |%n",
        way.title,
        bytes / 1e6,
        round.bytes() / 1e6,
        round.wall(),
        round.cpu(),
        round.peakKibibytes() >> 10,
        round.idleKibibytes() >> 10);
  }
}

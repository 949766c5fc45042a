package io.sluice.parquet;

import io.sluice.parquet.MergeRequest.Mode;
import io.sluice.parquet.MergeRequest.Types;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Stitch, rewrite, DuckDB's COPY and {@code cat} beside each other on the same slices: each in a
 * process of its own (for its peak memory), warmed up, the median of several rounds. Only ratios of
 * one run mean anything.
 */
final class MergeBenchmark {
  private static final int ROUNDS = 5;
  private static final List<String> WAYS = List.of("cat", "stitch", "duckdb", "rewrite");

  private MergeBenchmark() {}

  /** Arguments: the directory of the slices (made where it is missing), then optionally a way. */
  public static void main(String[] arguments) throws Exception {
    Path sample = Path.of(arguments[0]);
    if (arguments.length > 1) {
      System.out.println(measure(arguments[1], sample));
      System.out.flush();
      return;
    }
    if (!Files.isDirectory(sample)) {
      makeSample(sample, 24, 350_000);
    }
    System.out.println("| way | wall s | CPU s | peak MiB | output MB | row groups |");
    System.out.println("|---|---|---|---|---|---|");
    for (String way : WAYS) {
      System.out.println(fork(way, sample));
    }
  }

  private static String fork(String way, Path sample) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + System.getProperty("bench.heap", "128m"),
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            MergeBenchmark.class.getName(),
            sample.toString(),
            way));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("ARROW_DEFAULT_MEMORY_POOL", "system");
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    Process process = builder.start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    process.waitFor();
    return output.lines().filter(line -> line.startsWith("|")).collect(Collectors.joining("\n"));
  }

  private static String measure(String way, Path sample) throws IOException {
    List<Path> slices;
    try (Stream<Path> files = Files.list(sample)) {
      slices = files.sorted().toList();
    }
    Path directory = Files.createTempDirectory(sample.toAbsolutePath().getParent(), "bench");
    Path output = directory.resolve("result.parquet");
    double[] walls = new double[ROUNDS];
    double[] processors = new double[ROUNDS];
    long bytes = 0;
    for (int round = -2; round < ROUNDS; round++) {
      Files.deleteIfExists(output);
      long cpu = processorNanos();
      long start = System.nanoTime();
      run(way, slices, directory, output);
      if (round >= 0) {
        walls[round] = (System.nanoTime() - start) / 1e9;
        processors[round] = (processorNanos() - cpu) / 1e9;
      }
      bytes = Files.size(output);
    }
    String groups =
        way.equals("cat")
            ? "–"
            : String.valueOf(io.sluice.parquet.file.SliceFooter.read(output).rowGroups().size());
    Files.delete(output);
    Files.delete(directory);
    return String.format(
        Locale.ROOT,
        "| %s | %.2f | %.2f | %d | %.1f | %s |",
        way,
        median(walls),
        median(processors),
        peakKibibytes() / 1024,
        bytes / 1e6,
        groups);
  }

  private static void run(String way, List<Path> slices, Path directory, Path output) {
    switch (way) {
      case "cat" -> cat(slices, output);
      case "duckdb" -> duckdb(slices, output);
      default ->
          new Merging(directory)
              .parquet(slices.toArray(Path[]::new))
              .types(Types.SOURCE)
              .mode(Mode.valueOf(way.toUpperCase(Locale.ROOT)))
              .run();
    }
  }

  private static void cat(List<Path> slices, Path output) {
    List<String> command = new ArrayList<>(List.of("cat"));
    slices.forEach(slice -> command.add(slice.toString()));
    try {
      new ProcessBuilder(command).redirectOutput(output.toFile()).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void duckdb(List<Path> slices, Path output) {
    try (Duck duck = new Duck()) {
      String files =
          slices.stream().map(slice -> "'" + slice + "'").collect(Collectors.joining(", "));
      duck.parquet(output, "SELECT * FROM read_parquet([" + files + "])", ", COMPRESSION zstd");
    }
  }

  /** 24 slices of 350,000 rows and eight columns, snappy, row groups of 122,880: about 545 MB. */
  private static void makeSample(Path directory, int slices, int rows) throws IOException {
    Files.createDirectories(directory);
    try (Duck duck = new Duck()) {
      IntStream.range(0, slices)
          .forEach(
              slice ->
                  duck.parquet(
                      directory.resolve(String.format(Locale.ROOT, "slice-%05d.parquet", slice)),
                      sampleQuery((long) slice * rows, (slice + 1L) * rows),
                      ", COMPRESSION snappy, ROW_GROUP_SIZE 122880"));
    }
  }

  static String sampleQuery(long from, long to) {
    return """
        SELECT i AS id,
          md5(CAST(i AS VARCHAR)) AS token,
          ['new', 'paid', 'shipped', 'returned', 'cancelled'][1 + CAST(hash(i) %% 5 AS INT)] AS status,
          'customer ' || (hash(i + 1) %% 200000) || ' of '
            || ['Praha', 'Brno', 'Ostrava', 'Plzeň', 'Liberec'][1 + CAST(hash(i + 2) %% 5 AS INT)]
            AS customer,
          CAST(CAST(hash(i + 3) %% 10000000 AS BIGINT) / 100 AS DECIMAL(18, 2)) AS amount,
          CAST(hash(i + 4) %% 1000000007 AS DOUBLE) / 1000000007 AS ratio,
          TIMESTAMP '2024-01-01' + INTERVAL 1 SECOND * (i * 3 + CAST(hash(i + 5) %% 3 AS INT))
            AS created_at,
          DATE '2020-01-01' + CAST(hash(i + 6) %% 2000 AS INT) AS day
        FROM range(%d, %d) r(i)"""
        .formatted(from, to);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static long processorNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long peakKibibytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  static Map<String, String> defaults() {
    return Map.of();
  }
}

package io.sluice.parquet;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A {@link BenchmarkedMerge} at work, and what its rounds came to. */
final class BenchmarkProcess implements AutoCloseable {
  private final Path log;
  private final Process process;
  private final BufferedWriter to;
  private final BufferedReader from;
  final BenchmarkedMerge.Way way;
  final List<Round> rounds = new ArrayList<>();

  /**
   * @param peakKibibytes the largest resident set since the process began
   * @param idleKibibytes the resident set before the first round
   */
  record Round(
      double wall, double cpu, long peakKibibytes, long idleKibibytes, long bytes, int groups) {

    static Round parse(String line) {
      String[] words = line.split(" ", -1);
      return new Round(
          Double.parseDouble(words[0]),
          Double.parseDouble(words[1]),
          Long.parseLong(words[2]),
          Long.parseLong(words[3]),
          Long.parseLong(words[4]),
          Integer.parseInt(words[5]));
    }
  }

  BenchmarkProcess(BenchmarkedMerge.Way way, Path sample, Path root) throws IOException {
    this.way = way;
    this.log = root.resolve(way + ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("bench.jvm", "-Xmx128m").split(" ", -1)));
    command.addAll(
        List.of(
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            BenchmarkedMerge.class.getName(),
            way.name(),
            sample.toString(),
            Files.createDirectories(root.resolve(way.name())).toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().put("ARROW_DEFAULT_MEMORY_POOL", "system");
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    builder.environment().put("MALLOC_MMAP_THRESHOLD_", "2097152");
    process = builder.start();
    to =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    from =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  Round warmUp() throws IOException {
    to.write("go\n");
    to.flush();
    String line = from.readLine();
    if (line == null) {
      throw new IllegalStateException(way + " ended: " + Files.readString(log));
    }
    return Round.parse(line);
  }

  void round() throws IOException {
    rounds.add(warmUp());
  }

  Round last() {
    return rounds.get(rounds.size() - 1);
  }

  double medianWall() {
    return median(rounds.stream().map(Round::wall).toList());
  }

  double medianCpu() {
    return median(rounds.stream().map(Round::cpu).toList());
  }

  static double median(List<Double> values) {
    return values.stream().sorted(Comparator.naturalOrder()).toList().get(values.size() / 2);
  }

  @Override
  public void close() {
    process.destroy();
  }
}

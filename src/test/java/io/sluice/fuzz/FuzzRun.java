package io.sluice.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * The long run, {@code ./mvnw -Pfuzz test-compile exec:exec}: rounds in processes of their own, for
 * native code that fails ends its process. What a round died of is kept.
 */
final class FuzzRun {
  private static final long ROUND_SECONDS = 60;
  private static final int FOUND = 3;

  private final Map<String, Integer> ends = new TreeMap<>();
  private final long seconds = Long.getLong("fuzz.seconds", 600L);
  private final long firstSeed =
      Long.getLong("fuzz.seed", ThreadLocalRandom.current().nextLong(1L << 40));

  private FuzzRun() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0) {
      System.exit(round(arguments[0], Long.parseLong(arguments[1]), arguments[2]));
    }
    System.exit(new FuzzRun().all() ? 0 : 1);
  }

  /** Whether nothing was found. */
  private boolean all() throws IOException, InterruptedException {
    String asked = System.getProperty("fuzz.target", ".*");
    List<String> targets =
        Targets.names().stream().filter(target -> target.matches(asked)).toList();
    long each = Math.max(1, seconds / Math.max(1, targets.size()));
    for (String target : targets) {
      long seed = firstSeed;
      for (long left = each; left > 0; left -= ROUND_SECONDS) {
        start(target, seed++, Math.min(left, ROUND_SECONDS));
      }
    }
    System.out.println("rounds by how they ended: " + ends);
    return ends.keySet().equals(java.util.Set.of("good"));
  }

  private void start(String target, long seed, long forSeconds)
      throws IOException, InterruptedException {
    Files.createDirectories(Fuzz.FOUND);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-XX:ErrorFile=" + Fuzz.FOUND.resolve("hs_err_%p.log"),
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Xmx1g",
            "-classpath",
            System.getProperty("java.class.path"),
            FuzzRun.class.getName(),
            target,
            Long.toString(seed),
            Long.toString(forSeconds)));
    int end = new ProcessBuilder(command).inheritIO().start().waitFor();
    ends.merge(end == 0 ? "good" : end == FOUND ? "findings" : "died with " + end, 1, Integer::sum);
    Path running = Fuzz.running(target);
    if (end != 0 && Files.exists(running)) {
      Path kept = Fuzz.FOUND.resolve(target + "-died-" + seed);
      Files.move(running, kept, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      System.out.println(target + " was at " + kept + " when its process ended");
    }
  }

  private static int round(String target, long seed, String forSeconds) throws Exception {
    Fuzz.Report report;
    try (Fuzz fuzz = new Fuzz(Targets.of(target))) {
      Duration time = Duration.ofSeconds(Long.parseLong(forSeconds));
      report = fuzz.run(seed, Integer.MAX_VALUE, time);
    }
    Stream<String> lines =
        Stream.concat(
            Stream.of(
                "%s seed=%d cases=%d %s"
                    .formatted(target, seed, report.cases(), report.outcomes())),
            report.findings().stream());
    System.out.write(
        lines.map(line -> line + "\n").reduce("", String::concat).getBytes(StandardCharsets.UTF_8));
    System.out.flush();
    return report.findings().isEmpty() ? 0 : FOUND;
  }
}

package io.sluice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A directory for one command beside its output: a gateway on the same machine keeps its own, and
 * the file gets its name by a rename.
 */
final class PrivateDirectory implements AutoCloseable {
  /** Longer than the grace that the program has to stop in. */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(30);

  private final Path path;
  private final CountDownLatch removed = new CountDownLatch(1);

  private PrivateDirectory(Path path) {
    this.path = path;
  }

  /**
   * A fresh one in the output's folder, which has to be there. A process that is told to end waits
   * until this is closed, so that nothing of it is left.
   */
  static PrivateDirectory beside(Path output) throws IOException {
    PrivateDirectory directory =
        new PrivateDirectory(Files.createTempDirectory(output.getParent(), ".sluice-"));
    Runtime.getRuntime().addShutdownHook(new Thread(directory::awaitRemoval));
    return directory;
  }

  private void awaitRemoval() {
    try {
      if (!removed.await(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("Still at work; remove " + path);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the program is started with: no server, its data here, its log apart. */
  Map<String, String> settings(boolean verbose) {
    return Map.of(
        "quarkus.http.host-enabled", "false",
        "quarkus.management.host-enabled", "false",
        "sluice.data-dir", path.toString(),
        "sluice.work-dir", path.resolve("work").toString(),
        "quarkus.log.console.json.enabled", "false",
        "quarkus.log.console.stderr", "true",
        "quarkus.log.console.level", verbose ? "INFO" : "ERROR");
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      System.err.println("Could not remove " + path + ": " + e.getMessage());
    } finally {
      removed.countDown();
    }
  }
}

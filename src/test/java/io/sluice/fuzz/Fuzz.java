package io.sluice.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs mutations against a target; each has its own seed, so that any can be made again. */
final class Fuzz implements AutoCloseable {
  static final Path FOUND = Path.of("target/fuzz");

  /** Of one case. A second is usual for none, and the machine may be busy. */
  private static final long PATIENCE_SECONDS = 20;

  private static final int MOST_FINDINGS = 10;

  private final Target target;
  private final List<byte[]> corpus;
  private final ExecutorService worker = Executors.newSingleThreadExecutor(Fuzz::daemon);
  private final Logger ours = Logger.getLogger("io.sluice");
  private final Level levelBefore = ours.getLevel();

  /**
   * What a run came to.
   *
   * @param outcomes how often each
   * @param findings what no reader may do, and the file that makes it do so
   */
  record Report(Map<String, Integer> outcomes, List<String> findings) {
    int cases() {
      return outcomes.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  Fuzz(Target target) {
    this.target = target;
    this.corpus = Corpus.of(target.name());
    ours.setLevel(Level.SEVERE); // a merge says a line, and a warning where a slice is not good
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "fuzz");
    thread.setDaemon(true);
    return thread;
  }

  /** Ends after so many cases or so much time, whichever is first. */
  Report run(long seed, int cases, Duration time) throws Exception {
    Map<String, Integer> outcomes = new TreeMap<>();
    List<String> findings = new ArrayList<>();
    long end = System.nanoTime() + time.toNanos();
    for (int i = 0; i < cases && System.nanoTime() < end && findings.size() < MOST_FINDINGS; i++) {
      byte[] bytes = target.mutate(corpus, Choices.seeded(seed * 1_000_003 + i));
      String outcome = one(bytes, seed + "-" + i, findings);
      outcomes.merge(outcome, 1, Integer::sum);
    }
    return new Report(outcomes, findings);
  }

  /** One case; its bytes are on the disk while it runs, for a crash of native code ends us. */
  String one(byte[] bytes, String name, List<String> findings) throws IOException {
    Path running = running(target.name());
    Files.createDirectories(FOUND);
    Files.write(running, bytes);
    Future<String> result = worker.submit(() -> target.run(bytes));
    try {
      return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      findings.add(kept(running, name) + ": " + told(e.getCause()));
      return "FINDING";
    } catch (TimeoutException e) {
      findings.add(kept(running, name) + ": it has not ended after " + PATIENCE_SECONDS + " s");
      throw new AssertionError(findings.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The case that is being read. */
  static Path running(String target) {
    return FOUND.resolve(target + "-running");
  }

  private Path kept(Path running, String name) throws IOException {
    Path file = FOUND.resolve(target.name() + "-" + name);
    Files.deleteIfExists(file);
    return Files.move(running, file);
  }

  private static String told(Throwable failure) {
    StringBuilder text = new StringBuilder(failure.toString());
    for (Throwable at = failure; at != null; at = at.getCause()) {
      StackTraceElement[] trace = at.getStackTrace();
      text.append("\n  ").append(at);
      for (int i = 0; i < Math.min(8, trace.length); i++) {
        text.append("\n    at ").append(trace[i]);
      }
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    worker.shutdownNow();
    ours.setLevel(levelBefore);
    target.close();
    Files.deleteIfExists(running(target.name()));
  }
}

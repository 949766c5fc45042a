package io.sluice.store.file;

import io.quarkus.runtime.ShutdownEvent;
import io.sluice.base.BlockingExecutor;
import io.sluice.base.Directories;
import io.sluice.base.DiskFailure;
import io.sluice.base.DurableFiles;
import io.sluice.base.Timekeeper;
import io.sluice.store.StoreHealth;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * The disk under the rows, which remembers what the last steps came to. Once one has failed, a
 * small write of its own looks every few seconds whether that is over, for nobody else may write
 * any more. A step that does not end is trouble too.
 */
@Singleton
public final class WatchedFiles implements DurableFiles, StoreHealth {
  /**
   * Between two looks, and the least that trouble lasts: one good write among bad ones ends it not.
   */
  static final Duration PERIOD = Duration.ofSeconds(5);

  /** A step that takes longer hangs. */
  static final Duration LONGEST_STEP = Duration.ofSeconds(30);

  private static final Logger LOG = Logger.getLogger(WatchedFiles.class);

  /** As an export that was never accepted: what a death leaves of it is removed at the start. */
  private static final String PROBE = "probe";

  /** About a checkpoint; so much does not fit beside a file's name. */
  private static final int PROBE_BYTES = 4096;

  private final DurableFiles files;
  private final Path exports;
  private final Timekeeper time;
  private final BlockingExecutor prober = new BlockingExecutor("store-probe", 1, 1);
  private final AtomicReference<Optional<Failing>> failing =
      new AtomicReference<>(Optional.empty());
  private final Set<Step> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean renamed;

  /**
   * @param since the first failure
   * @param last the newest one
   */
  private record Failing(Instant since, Instant last, String reason) {}

  /** Equal to itself alone. */
  private static final class Step {
    private final Path path;
    private final Instant begun;

    private Step(Path path, Instant begun) {
      this.path = path;
      this.begun = begun;
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  @Inject
  public WatchedFiles(Directories directories, Timekeeper time) {
    this(DurableFiles.real(), directories.exports(), time);
  }

  WatchedFiles(DurableFiles files, Path exports, Timekeeper time) {
    this.files = files;
    this.exports = exports;
    this.time = time;
  }

  @Override
  public Optional<Trouble> trouble() {
    return failing.get().map(known -> new Trouble(known.since(), known.reason())).or(this::hanging);
  }

  private Optional<Trouble> hanging() {
    Instant limit = time.now().minus(LONGEST_STEP);
    return underWay.stream()
        .filter(step -> step.begun.isBefore(limit))
        .min(Comparator.comparing(step -> step.begun))
        .map(
            step ->
                new Trouble(
                    step.begun,
                    "The disk has not ended a write of %s for %d s; check the volume's health"
                        .formatted(step.path, LONGEST_STEP.toSeconds())));
  }

  @Override
  public void write(Path file, byte[] bytes) throws IOException {
    step(file, () -> files.write(file, bytes));
  }

  @Override
  public void copy(Path from, Path to) throws IOException {
    step(to, () -> files.copy(from, to));
  }

  /** A directory that is durable after a rename in it has a new row. */
  @Override
  public void sync(Path fileOrDirectory) throws IOException {
    step(fileOrDirectory, () -> files.sync(fileOrDirectory));
    if (renamed) {
      kept();
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    step(to, () -> files.rename(from, to));
    renamed = true;
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    step(directory, () -> files.createDirectory(directory));
  }

  /** One that fails is about that file: nothing is lost. */
  @Override
  public void delete(Path path) throws IOException {
    timed(path, () -> files.delete(path));
  }

  private void step(Path path, Work work) throws IOException {
    try {
      timed(path, work);
    } catch (IOException e) {
      failed(path, e);
      throw e;
    }
  }

  private void timed(Path path, Work work) throws IOException {
    Step step = new Step(path, time.now());
    underWay.add(step);
    try {
      work.run();
    } finally {
      underWay.remove(step);
    }
  }

  private void failed(Path path, IOException cause) {
    renamed = false;
    Instant now = time.now();
    String reason = DiskFailure.of("The store cannot write", path, cause).getMessage();
    Optional<Failing> before =
        failing.getAndUpdate(
            known -> Optional.of(new Failing(known.map(Failing::since).orElse(now), now, reason)));
    if (before.isEmpty()) {
      LOG.error(reason);
      lookLater();
    }
  }

  private void kept() {
    renamed = false;
    Instant settled = time.now().minus(PERIOD);
    Optional<Failing> before =
        failing.getAndUpdate(known -> known.filter(trouble -> trouble.last().isAfter(settled)));
    if (before.isPresent() && failing.get().isEmpty()) {
      LOG.infof("The store writes again; it could not since %s", before.get().since());
    }
  }

  private void lookLater() {
    time.sleep(PERIOD)
        .chain(() -> prober.call(this::probe))
        .onItemOrFailure()
        .invoke((done, failure) -> lookAgain())
        .subscribe()
        .with(done -> {}, failure -> LOG.debugf("The store still cannot write: %s", failure));
  }

  private void lookAgain() {
    if (failing.get().isPresent()) {
      lookLater();
    }
  }

  private Void probe() throws IOException {
    Path directory = exports.resolve(PROBE);
    Path file = directory.resolve(RowFiles.TEMPORARY);
    createDirectory(directory);
    write(file, new byte[PROBE_BYTES]);
    sync(file);
    delete(file);
    delete(directory);
    sync(exports);
    kept();
    return null;
  }

  void leave(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
    prober.close();
  }
}

package io.sluice.base;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The real disk until a chosen step; then the machine loses its power, or the disk refuses. After a
 * power cut every later step fails too, and a file whose bytes were not synced keeps half of them.
 */
public final class FaultyDisk implements DurableFiles {

  /** The machine is off. */
  public static final class PowerCut extends RuntimeException {
    PowerCut() {
      super("the power was cut");
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private final DurableFiles real = DurableFiles.real();
  private final String refusal;
  private final Set<Path> unsynced = new HashSet<>();
  private Optional<Error> error = Optional.empty();
  private int lastStep;
  private boolean once;
  private int steps;

  private FaultyDisk(int lastStep, String refusal) {
    this.lastStep = lastStep;
    this.refusal = refusal;
  }

  /** Never fails; only watches. */
  public static FaultyDisk faultless() {
    return new FaultyDisk(Integer.MAX_VALUE, "");
  }

  /** Does so many steps, begins one more, and is off. */
  public static FaultyDisk powerCutAfter(int steps) {
    return new FaultyDisk(steps, "");
  }

  /** Answers every step as Linux does, such as {@code No space left on device}. */
  public static FaultyDisk refusing(String reason) {
    return new FaultyDisk(0, reason);
  }

  /** Does so many steps, and answers every later one like {@link #refusing}. */
  public static FaultyDisk refusingAfter(int steps, String reason) {
    return new FaultyDisk(steps, reason);
  }

  /** Does so many steps, half of the next one, answers that it refuses, and is well again. */
  public static FaultyDisk refusingOnceAfter(int steps, String reason) {
    FaultyDisk disk = new FaultyDisk(steps, reason);
    disk.once = true;
    return disk;
  }

  /** Throws an error at the first step, and is well again after it. */
  public static FaultyDisk throwingOnce(Error error) {
    return throwingOnceAfter(0, error);
  }

  /** Does so many steps, throws an error at the next one, and is well again after it. */
  public static FaultyDisk throwingOnceAfter(int steps, Error error) {
    FaultyDisk disk = new FaultyDisk(steps, "");
    disk.error = Optional.of(error);
    return disk;
  }

  /** How many steps were done. */
  public synchronized int steps() {
    return steps;
  }

  /** What a power cut now could take back: changed files and directories not synced since. */
  public synchronized Set<Path> unsynced() {
    return Set.copyOf(unsynced);
  }

  @Override
  public synchronized void write(Path file, byte[] bytes) throws IOException {
    step(file, () -> real.write(file, Arrays.copyOf(bytes, bytes.length / 2)));
    real.write(file, bytes);
    unsynced.add(file);
  }

  @Override
  public synchronized void copy(Path from, Path to) throws IOException {
    step(to, () -> truncate(from, to));
    real.copy(from, to);
    unsynced.add(to);
  }

  @Override
  public synchronized void sync(Path path) throws IOException {
    step(path, () -> {});
    real.sync(path);
    unsynced.remove(path);
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    step(to, () -> {});
    real.rename(from, to);
    if (unsynced.remove(from)) {
      unsynced.add(to);
    }
    unsynced.add(to.getParent());
  }

  @Override
  public synchronized void createDirectory(Path directory) throws IOException {
    step(directory, () -> {});
    real.createDirectory(directory);
    unsynced.add(directory.getParent());
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    step(path, () -> {});
    real.delete(path);
    unsynced.remove(path);
    unsynced.add(path.getParent());
  }

  private void step(Path path, Step halfDone) throws IOException {
    if (steps < lastStep) {
      steps++;
      return;
    }
    if (error.isPresent()) {
      Error thrown = error.get();
      error = Optional.empty();
      lastStep = Integer.MAX_VALUE;
      throw thrown;
    }
    if (once) {
      lastStep = Integer.MAX_VALUE;
      halfDone.run();
    }
    if (!refusal.isEmpty()) {
      throw new FileSystemException(path.toString(), null, refusal);
    }
    if (steps == lastStep) {
      steps++;
      halfDone.run();
      loseWhatWasNotSynced();
    }
    throw new PowerCut();
  }

  private void loseWhatWasNotSynced() throws IOException {
    for (Path path : unsynced) {
      if (Files.isRegularFile(path)) {
        truncate(path, path);
      }
    }
  }

  private static void truncate(Path from, Path to) throws IOException {
    if (!from.equals(to)) {
      DurableFiles.real().copy(from, to);
    }
    try (RandomAccessFile file = new RandomAccessFile(to.toFile(), "rw")) {
      file.setLength(file.length() / 2);
    }
  }
}

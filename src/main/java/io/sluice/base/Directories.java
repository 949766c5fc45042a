package io.sluice.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directories on disk, created and locked: a second process that is given one of them refuses
 * to start. Sluice sweeps what it finds in them, so they must be its own.
 */
public final class Directories implements AutoCloseable {
  private final OwnedDirectory data;
  private final OwnedDirectory work;
  private final Path exports;
  private final Path requests;
  private final Path results;

  public Directories(Path dataDir, Path workDir) {
    this.data = OwnedDirectory.open("sluice.data-dir", dataDir);
    try {
      this.work = OwnedDirectory.open("sluice.work-dir", workDir);
      this.exports = create(data.path().resolve("exports"));
      this.requests = create(data.path().resolve("requests"));
      this.results = create(data.path().resolve("results"));
    } catch (SluiceException e) {
      data.close();
      throw e;
    }
  }

  /** The checkpoints, a directory for each export. */
  public Path exports() {
    return exports;
  }

  /** What is large in requests, a file for each content. */
  public Path requests() {
    return requests;
  }

  /** The finished files, a directory for each export. */
  public Path results() {
    return results;
  }

  /** Slices in flight, a directory for each running export. */
  public Path work() {
    return work.path();
  }

  /** Where checkpoints go that cannot be read; may not exist yet. */
  public Path setAside() {
    return data.path().resolve("set-aside");
  }

  @Override
  public void close() {
    work.close();
    data.close();
  }

  private static Path create(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw DiskFailure.of(ErrorCode.DISK_FAILED, "sluice.data-dir cannot be used", path, e);
    }
  }
}

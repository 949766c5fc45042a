package io.sluice.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * The directories on disk, created, locked and closed to other users: a second process that is
 * given one of them refuses to start. Sluice sweeps what it finds in them, so they must be its own.
 */
public final class Directories implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Directories.class);

  private final OwnedDirectory data;
  private final OwnedDirectory work;
  private final Path exports;
  private final Path requests;
  private final Path results;

  /**
   * Opens them; {@code disk-failed} where one cannot be used, is in use, or is no data directory.
   */
  public Directories(Path dataDir, Path workDir) {
    Path absolute = dataDir.toAbsolutePath().normalize();
    attempt(absolute, () -> DataMarker.check(absolute, workDir.toAbsolutePath().normalize()));
    this.data = OwnedDirectory.open("sluice.data-dir", dataDir);
    try {
      attempt(absolute, () -> DataMarker.mark(absolute));
      this.work = OwnedDirectory.open("sluice.work-dir", workDir);
    } catch (SluiceException e) {
      data.close();
      throw e;
    }
    try {
      this.exports = create("exports");
      this.requests = create("requests");
      this.results = create("results");
      tightenIfThere(setAside());
      warnOfOpenDoors("sluice.data-dir", data.path());
      warnOfOpenDoors("sluice.work-dir", work.path());
    } catch (SluiceException e) {
      close();
      throw e;
    }
  }

  /** All that outlives the process. */
  public Path data() {
    return data.path();
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

  /** A step on the disk. */
  private interface Step {
    void run() throws IOException;
  }

  private static void attempt(Path path, Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private Path create(String name) {
    Path path = data.path().resolve(name);
    attempt(path, () -> PrivateFiles.createDirectories(path));
    tightenIfThere(path);
    return path;
  }

  private static SluiceException unusable(Path path, IOException cause) {
    return DiskFailure.of(ErrorCode.DISK_FAILED, "sluice.data-dir cannot be used", path, cause);
  }

  /** An older version made it readable to all; where it is another user's, that user decides. */
  private static void tightenIfThere(Path path) {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try {
        PrivateFiles.tighten(path);
      } catch (IOException e) {
        LOG.warnf("%s stays open to other users: %s", path, e.getMessage());
      }
    }
  }

  /** Volumes belong to root and their group may write; what all may write is worth a word. */
  private static void warnOfOpenDoors(String key, Path path) {
    try {
      if (PrivateFiles.isOpenToAll(path)) {
        LOG.warnf(
            "%s=%s may be written by every user of this machine, who can replace what is in it:"
                + " chmod o-w it, unless nobody else is here, as in a container",
            key, path);
      }
    } catch (IOException e) {
      LOG.debugf("%s=%s does not say who may write it: %s", key, path, e.getMessage());
    }
  }
}

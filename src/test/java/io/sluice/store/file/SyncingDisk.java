package io.sluice.store.file;

import io.sluice.base.DurableFiles;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A real disk but for its syncs.
 *
 * @param way how it syncs
 */
record SyncingDisk(DurableFiles real, Way way) implements DurableFiles {
  interface Way {
    void sync(Path path) throws IOException;
  }

  /** Makes nothing durable, to fill a directory soon: nobody cuts the power. */
  static SyncingDisk never() {
    return new SyncingDisk(DurableFiles.real(), path -> {});
  }

  /** Syncs take until it is let go. */
  static SyncingDisk heldUntil(CountDownLatch letGo) {
    return new SyncingDisk(
        DurableFiles.real(),
        path -> {
          try {
            letGo.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
          }
          DurableFiles.real().sync(path);
        });
  }

  @Override
  public void sync(Path path) throws IOException {
    way.sync(path);
  }

  @Override
  public void write(Path file, byte[] bytes) throws IOException {
    real.write(file, bytes);
  }

  @Override
  public void copy(Path from, Path to) throws IOException {
    real.copy(from, to);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    real.rename(from, to);
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    real.createDirectory(directory);
  }

  @Override
  public void delete(Path path) throws IOException {
    real.delete(path);
  }
}

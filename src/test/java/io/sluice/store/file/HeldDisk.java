package io.sluice.store.file;

import io.sluice.base.Disk;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A disk whose syncs take until it is let go. */
final class HeldDisk implements Disk {
  private final Disk real = Disk.real();
  private final CountDownLatch gone = new CountDownLatch(1);

  void letGo() {
    gone.countDown();
  }

  @Override
  public void sync(Path path) throws IOException {
    try {
      gone.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    real.sync(path);
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

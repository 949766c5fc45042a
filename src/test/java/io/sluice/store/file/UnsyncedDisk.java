package io.sluice.store.file;

import io.sluice.base.Disk;
import java.io.IOException;
import java.nio.file.Path;

/** A disk that makes nothing durable: to fill a directory soon. */
final class UnsyncedDisk implements Disk {
  private final Disk real = Disk.real();

  @Override
  public void sync(Path path) {
    // nobody cuts the power
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

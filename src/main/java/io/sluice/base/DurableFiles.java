package io.sluice.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The steps on disk whose order decides what survives a crash. They are a port so that a test can
 * crash between any two, or be out of space. All of them block.
 */
public interface DurableFiles {

  /** Writes the whole file anew; not durable before {@link #sync}. */
  void write(Path file, byte[] bytes) throws IOException;

  /** Copies a file, also to another file system; not durable before {@link #sync}. */
  void copy(Path from, Path to) throws IOException;

  /** Makes a file's bytes, or a directory's entries, survive a power cut. */
  void sync(Path fileOrDirectory) throws IOException;

  /**
   * Renames atomically and replaces what has that name; durable once the directory is synced. Fails
   * with {@link java.nio.file.AtomicMoveNotSupportedException} across file systems.
   */
  void rename(Path from, Path to) throws IOException;

  /** Creates the directory itself, not its parents; nothing happens where it is there already. */
  void createDirectory(Path directory) throws IOException;

  /** Removes a file or an empty directory; nothing happens where it is gone already. */
  void delete(Path path) throws IOException;

  /** The disk of this machine. */
  static DurableFiles real() {
    return new Real();
  }

  /** Plain java.nio. */
  final class Real implements DurableFiles {
    private Real() {}

    @Override
    public void write(Path file, byte[] bytes) throws IOException {
      try (FileChannel channel = PrivateFiles.rewrite(file)) {
        for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
          channel.write(rest);
        }
      }
    }

    @Override
    public void copy(Path from, Path to) throws IOException {
      Files.deleteIfExists(to);
      try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
          FileChannel target = PrivateFiles.rewrite(to)) {
        for (long at = 0; at < source.size(); ) {
          at += source.transferTo(at, source.size() - at, target);
        }
      }
    }

    @Override
    public void sync(Path path) throws IOException {
      StandardOpenOption access =
          Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
      try (FileChannel channel = FileChannel.open(path, access)) {
        channel.force(true);
      }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
      if (!Files.isDirectory(directory)) {
        PrivateFiles.createDirectory(directory);
      }
    }

    @Override
    public void delete(Path path) throws IOException {
      Files.deleteIfExists(path);
    }
  }
}

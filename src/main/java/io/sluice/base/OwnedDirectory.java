package io.sluice.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A directory that this process alone uses: it holds a lock on the file {@code .lock} in it, which
 * ends with the process however that ends. Opening blocks.
 */
final class OwnedDirectory implements AutoCloseable {
  static final String LOCK = ".lock";

  private final Path path;
  private final FileChannel channel;

  private OwnedDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Creates the directory where it is missing, and locks it.
   *
   * @param key the configuration key that names it, for messages
   */
  static OwnedDirectory open(String key, Path directory) {
    Path path = directory.toAbsolutePath().normalize();
    try {
      PrivateFiles.createDirectories(path);
      FileChannel channel =
          PrivateFiles.open(
              path.resolve(LOCK),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (!lock(channel)) {
        String owner = owner(channel);
        channel.close();
        throw new SluiceException(
            ErrorCode.DISK_FAILED,
            key
                + "="
                + path
                + " is in use by another process ("
                + owner
                + "): stop that one, or"
                + " give this one a directory of its own");
      }
      sign(channel);
      return new OwnedDirectory(path, channel);
    } catch (IOException e) {
      throw DiskFailure.of(ErrorCode.DISK_FAILED, key + "=" + path + " cannot be used", path, e);
    }
  }

  Path path() {
    return path;
  }

  /** Gives the lock back; the file stays, for taking it away would race with the next owner. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw DiskFailure.of(ErrorCode.DISK_FAILED, "The lock could not be given back", path, e);
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  private static void sign(FileChannel channel) throws IOException {
    String name = "process " + ProcessHandle.current().pid() + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)), 0);
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer name = ByteBuffer.allocate(64);
    channel.read(name, 0);
    return new String(name.array(), 0, name.position(), StandardCharsets.UTF_8).strip();
  }
}

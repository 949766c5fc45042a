package io.sluice.base;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Makes files and directories that none but this process's user can read, from their first moment
 * on; where a file system knows no such permissions, as its own rules say. All of it blocks.
 */
public final class PrivateFiles {
  /** Of a directory: its user's alone. */
  public static final String DIRECTORY = "rwx------";

  /** Of a file: its user's alone. */
  public static final String FILE = "rw-------";

  private PrivateFiles() {}

  /** Creates the directory and what is missing above it; nothing happens where it is there. */
  public static Path createDirectories(Path directory) throws IOException {
    return Files.createDirectories(directory, attributes(directory, DIRECTORY));
  }

  /** Creates the directory itself; fails where it is there or its parent is not. */
  static Path createDirectory(Path directory) throws IOException {
    return Files.createDirectory(directory, attributes(directory, DIRECTORY));
  }

  /** Opens a file, which is private where this creates it. */
  public static FileChannel open(Path file, OpenOption... options) throws IOException {
    return FileChannel.open(file, Set.of(options), attributes(file, FILE));
  }

  /** Opens a file to be written from its beginning; what it held is gone. */
  public static FileChannel rewrite(Path file) throws IOException {
    return open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  /** Takes from a directory of ours what others may do in it; it belongs to this process's user. */
  static void tighten(Path directory) throws IOException {
    if (hasPermissions(directory)) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(DIRECTORY));
    }
  }

  /** Gives a file that leaves our directories the permissions that this user's files have. */
  public static void publish(Path file) throws IOException {
    if (hasPermissions(file)) {
      Path usual = file.resolveSibling("." + file.getFileName() + ".usual");
      Files.deleteIfExists(usual);
      Files.createFile(usual);
      Files.setPosixFilePermissions(file, Files.getPosixFilePermissions(usual));
      Files.delete(usual);
    }
  }

  /** Whether anybody on the machine may replace what is in the directory. */
  static boolean isOpenToAll(Path directory) throws IOException {
    return hasPermissions(directory)
        && Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_WRITE);
  }

  /** Whether the file system that holds the path knows permissions. */
  public static boolean hasPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] attributes(Path path, String permissions) {
    return hasPermissions(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}

package io.sluice.delivery;

import io.sluice.base.DurableFiles;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The files behind {@link LocalDirectory}; everything here blocks, one thread an export. */
final class ResultFiles {
  private final Path results;
  private final DurableFiles disk;

  ResultFiles(Path results, DurableFiles disk) {
    this.results = results;
    this.disk = disk;
  }

  /**
   * Whole under its name or not there, whatever step a crash comes after.
   *
   * @return whether it is there; not where there is neither
   */
  boolean publish(Path file, Path target) throws IOException {
    Path directory = target.getParent();
    if (!Files.exists(file)) {
      return isPublished(target, directory);
    }
    disk.createDirectory(directory);
    disk.sync(results);
    disk.sync(file);
    try {
      disk.rename(file, target);
    } catch (AtomicMoveNotSupportedException otherFileSystem) {
      copy(file, target);
    }
    disk.sync(directory);
    disk.delete(file);
    return true;
  }

  /** A crash came after the rename, perhaps before that was durable. */
  private boolean isPublished(Path target, Path directory) throws IOException {
    boolean published = Files.exists(target);
    if (published) {
      disk.sync(directory);
    }
    return published;
  }

  private void copy(Path file, Path target) throws IOException {
    Path temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
    disk.copy(file, temporary);
    disk.sync(temporary);
    disk.rename(temporary, target);
  }

  /** A link is nothing of ours: what it leads to stays. */
  void remove(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        disk.delete(file);
      }
    }
    disk.delete(directory);
    disk.sync(results);
  }

  List<String> listOlderThan(Instant instant) throws IOException {
    try (Stream<Path> directories = Files.list(results)) {
      return directories
          .filter(directory -> isOlder(directory, instant))
          .map(directory -> directory.getFileName().toString())
          .toList();
    }
  }

  private static boolean isOlder(Path directory, Instant instant) {
    try {
      BasicFileAttributes about =
          Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return about.isDirectory() && about.lastModifiedTime().toInstant().isBefore(instant);
    } catch (IOException removedMeanwhile) {
      return false;
    }
  }
}

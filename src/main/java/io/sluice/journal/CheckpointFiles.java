package io.sluice.journal;

import io.sluice.base.Disk;
import io.sluice.base.PrivateFiles;
import io.sluice.journal.CheckpointFormat.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** The files behind {@link FileJournal}; everything here blocks, on one thread at a time. */
final class CheckpointFiles {
  private static final Logger LOG = Logger.getLogger(CheckpointFiles.class);
  private static final String NAME = "export.json";
  private static final String TEMPORARY = "export.json.tmp";
  private static final int LARGEST = 16 << 20;

  private final Path exports;
  private final Path setAside;
  private final Disk disk;
  private final PartFiles parts;

  CheckpointFiles(Path exports, Path requests, Path setAside, Disk disk) {
    this.exports = exports;
    this.setAside = setAside;
    this.disk = disk;
    this.parts = new PartFiles(requests, disk);
  }

  /** Old or new survives a crash at any step, never a mixture; parts come before who names them. */
  void write(Checkpoint checkpoint, Map<String, byte[]> contents) throws IOException {
    parts.use(checkpoint.id(), checkpoint.parts());
    parts.write(contents);
    write(checkpoint);
  }

  private void write(Checkpoint checkpoint) throws IOException {
    Path directory = exports.resolve(checkpoint.id());
    boolean created = !Files.isDirectory(directory);
    disk.createDirectory(directory);
    disk.write(directory.resolve(TEMPORARY), CheckpointFormat.encode(checkpoint));
    disk.sync(directory.resolve(TEMPORARY));
    disk.rename(directory.resolve(TEMPORARY), directory.resolve(NAME));
    disk.sync(directory);
    if (created) {
      disk.sync(exports);
    }
  }

  /** The checkpoint goes first: none is ever without its parts. */
  void delete(String id) throws IOException {
    Path directory = exports.resolve(id);
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      disk.delete(directory.resolve(NAME));
      disk.delete(directory.resolve(TEMPORARY));
      disk.delete(directory);
      disk.sync(exports);
    }
    parts.release(id);
  }

  /**
   * Gives each checkpoint and keeps what is made of it. Only a directory that cannot be listed
   * stops it. What it gives is durable.
   */
  <T> List<T> readAll(Function<Checkpoint, T> each) throws IOException {
    List<T> read = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(exports)) {
      for (Path entry : entries) {
        Optional<Checkpoint> checkpoint = read(entry);
        checkpoint.ifPresent(known -> parts.use(known.id(), known.parts()));
        checkpoint.map(each).ifPresent(read::add);
      }
    }
    disk.sync(exports); // a crash may have come between a first rename and this
    if (!Files.exists(setAside)) { // what lies there may name parts that nothing else does
      parts.sweep();
    }
    return read;
  }

  /** The checkpoint of that id, if there is one that can be read. */
  Optional<Checkpoint> find(String id) {
    Path entry = exports.resolve(id);
    return Files.exists(entry, LinkOption.NOFOLLOW_LINKS) ? read(entry) : Optional.empty();
  }

  byte[] part(String name) throws IOException {
    return parts.read(name);
  }

  private Optional<Checkpoint> read(Path entry) {
    try {
      if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        throw new Unreadable("it is no directory");
      }
      if (isUnborn(entry)) {
        delete(entry.getFileName().toString());
        return Optional.empty();
      }
      return Optional.of(CheckpointFormat.decode(entry.getFileName().toString(), content(entry)));
    } catch (Unreadable | IOException e) {
      setAside(entry, e);
      return Optional.empty();
    }
  }

  /** A crash came before the first checkpoint was whole: the export was never accepted. */
  private static boolean isUnborn(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (!file.getFileName().toString().equals(TEMPORARY)) {
          return false;
        }
      }
      return true;
    }
  }

  private static byte[] content(Path directory) throws IOException, Unreadable {
    try (InputStream stream = Files.newInputStream(directory.resolve(NAME))) {
      byte[] bytes = stream.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new Unreadable("it is larger than any checkpoint");
      }
      return bytes;
    }
  }

  private void setAside(Path entry, Exception reason) {
    try {
      PrivateFiles.createDirectories(setAside);
      Path place = freePlace(entry.getFileName().toString());
      disk.rename(entry, place);
      LOG.warnf(
          "A checkpoint cannot be read and was set aside: exportId=%s reason=\"%s\" path=%s",
          entry.getFileName(), reason.getMessage(), place);
    } catch (IOException e) {
      LOG.warnf(
          e,
          "A checkpoint cannot be read and could not be set aside: exportId=%s reason=\"%s\""
              + " path=%s",
          entry.getFileName(),
          reason.getMessage(),
          entry);
    }
  }

  private Path freePlace(String name) {
    Path place = setAside.resolve(name);
    for (int copy = 2; Files.exists(place, LinkOption.NOFOLLOW_LINKS); copy++) {
      place = setAside.resolve(name + "." + copy);
    }
    return place;
  }
}

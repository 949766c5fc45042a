package io.sluice.store.file;

import io.sluice.base.DurableFiles;
import io.sluice.base.PrivateFiles;
import io.sluice.store.Row;
import io.sluice.store.file.RowFormat.Newer;
import io.sluice.store.file.RowFormat.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The files behind {@link FileStore}; everything here blocks, and all but {@link #find} and {@link
 * #part} on one thread at a time.
 */
final class RowFiles {
  private static final Logger LOG = Logger.getLogger(RowFiles.class);
  private static final String NAME = "export.json";
  static final String TEMPORARY = "export.json.tmp";
  private static final int LARGEST = 16 << 20;

  private final Path exports;
  private final Path setAside;
  private final DurableFiles disk;
  private final PartFiles parts;
  private final RowFormat format;

  RowFiles(Path exports, Path requests, Path setAside, DurableFiles disk, RowFormat format) {
    this.exports = exports;
    this.setAside = setAside;
    this.disk = disk;
    this.parts = new PartFiles(requests, disk);
    this.format = format;
  }

  /** Writes new rows; a crash on the way leaves some of them whole, and nothing of the others. */
  void insert(List<Row> rows, Map<String, byte[]> contents) throws IOException {
    for (Row row : rows) {
      parts.use(row.id(), row.parts());
    }
    parts.write(contents);
    for (Row row : rows) {
      disk.createDirectory(exports.resolve(row.id()));
      replace(row);
    }
    disk.sync(exports);
  }

  /** Old or new survives a crash at any step, never a mixture; parts come before who names them. */
  void write(Row row, Map<String, byte[]> contents) throws IOException {
    parts.use(row.id(), row.parts());
    parts.write(contents);
    replace(row);
  }

  private void replace(Row row) throws IOException {
    Path directory = exports.resolve(row.id());
    disk.write(directory.resolve(TEMPORARY), format.encode(row));
    disk.sync(directory.resolve(TEMPORARY));
    disk.rename(directory.resolve(TEMPORARY), directory.resolve(NAME));
    disk.sync(directory);
  }

  /** The row goes first: none is ever without its parts. */
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
   * Gives each row that can be read, and sets aside what cannot. Only a directory that cannot be
   * listed stops it, or what a newer version wrote; then nothing on the disk is changed. What it
   * gives is durable.
   */
  void readAll(Consumer<Row> each) throws IOException, Newer {
    Map<Path, Exception> unreadable = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(exports)) {
      for (Path entry : entries) {
        try {
          Row row = read(entry);
          parts.use(row.id(), row.parts());
          each.accept(row);
        } catch (Unreadable | IOException e) {
          unreadable.put(entry, e);
        }
      }
    }
    disk.sync(exports); // a crash may have come between a first rename and this
    unreadable.forEach(this::clear);
    if (!Files.exists(setAside)) { // what lies there may name parts that nothing else does
      parts.sweep();
    }
  }

  /** The row of that id, if there is one that can be read; from any thread. */
  Optional<Row> find(String id) {
    Path entry = exports.resolve(id);
    try {
      return Optional.of(RowFormat.decode(id, content(entry)));
    } catch (NoSuchFileException removed) {
      return Optional.empty();
    } catch (Unreadable | Newer | IOException e) {
      LOG.warnf(
          "The export's file cannot be read: exportId=%s reason=\"%s\" path=%s",
          id, e.getMessage(), entry);
      return Optional.empty();
    }
  }

  /** From any thread. */
  byte[] part(String name) throws IOException {
    return parts.read(name);
  }

  private static Row read(Path entry) throws IOException, Unreadable, Newer {
    if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
      throw new Unreadable("it is no directory");
    }
    return RowFormat.decode(entry.getFileName().toString(), content(entry));
  }

  private void clear(Path entry, Exception reason) {
    try {
      if (isUnborn(entry)) {
        delete(entry.getFileName().toString());
        return;
      }
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
    setAside(entry, reason);
  }

  /** A crash came before the first file was whole: the export was never accepted. */
  private static boolean isUnborn(Path entry) throws IOException {
    if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(entry)) {
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
        throw new Unreadable("it is larger than any export's");
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

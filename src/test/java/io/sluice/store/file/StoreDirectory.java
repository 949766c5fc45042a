package io.sluice.store.file;

import static io.sluice.store.SampleRows.now;

import io.sluice.base.Directories;
import io.sluice.base.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A data directory, and the stores that are started on it, one after another. */
final class StoreDirectory implements AutoCloseable {
  static final String VERSION = "1.0.0";

  private final Directories directories;
  private final List<FileStore> started = new ArrayList<>();

  StoreDirectory(Path folder) {
    this.directories = new Directories(folder.resolve("data"), folder.resolve("work"));
  }

  /** The next process's store, open. */
  FileStore start() {
    return start(DurableFiles.real());
  }

  FileStore start(DurableFiles disk) {
    FileStore store = unopened(disk);
    now(store.open());
    return store;
  }

  FileStore unopened(DurableFiles disk) {
    return unopened(new RowIndex(), disk);
  }

  FileStore unopened(RowIndex index, DurableFiles disk) {
    FileStore store = new FileStore(directories, index, VERSION, disk);
    started.add(store);
    return store;
  }

  /** The files without a store: a test lets the power go on them. */
  RowFiles files(DurableFiles disk) {
    return new RowFiles(exports(), requests(), setAside(), disk, new RowFormat(VERSION));
  }

  Path exports() {
    return directories.exports();
  }

  Path requests() {
    return directories.requests();
  }

  Path setAside() {
    return directories.setAside();
  }

  void put(String id, byte[] content) throws IOException {
    Path directory = Files.createDirectories(exports().resolve(id));
    Files.write(directory.resolve("export.json"), content);
  }

  static List<String> names(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    started.forEach(FileStore::close);
    directories.close();
  }
}

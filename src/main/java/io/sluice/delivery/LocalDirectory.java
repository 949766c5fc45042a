package io.sluice.delivery;

import io.sluice.base.Directories;
import io.sluice.base.Disk;
import io.sluice.base.DiskFailure;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.Worker;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Publishes to {@code results/<id>/<name>} under {@code sluice.data-dir}. A few threads of its own:
 * where the file comes from another file system it is copied, which may take long.
 */
@ApplicationScoped
public class LocalDirectory implements Destination, AutoCloseable {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern NAME = Pattern.compile("[^./\\\\\\p{Cntrl}][^/\\\\\\p{Cntrl}]*");
  private static final int LONGEST_NAME = 240;
  private static final int THREADS = 4;
  private static final int MOST_WAITING = 10_000;

  private final Path results;
  private final Disk disk;
  private final Worker worker = new Worker("delivery", THREADS, MOST_WAITING);

  @Inject
  public LocalDirectory(Directories directories) {
    this(directories.results(), Disk.real());
  }

  LocalDirectory(Path results, Disk disk) {
    this.results = results;
    this.disk = disk;
  }

  @Override
  public Uni<URI> publish(String exportId, String name, Path file) {
    Path target = directory(exportId).resolve(checked(name));
    return worker
        .call(() -> publish(file, target))
        .onFailure(IOException.class)
        .transform(
            e -> failure("The file of export " + exportId + " could not be delivered", target, e));
  }

  @Override
  public Uni<Void> remove(String exportId) {
    Path directory = directory(exportId);
    return worker
        .call(() -> remove(directory))
        .onFailure(IOException.class)
        .transform(
            e -> failure("The file of export " + exportId + " could not be removed", directory, e));
  }

  private URI publish(Path file, Path target) throws IOException {
    if (!Files.exists(file) && Files.exists(target)) {
      return target.toUri(); // a crash came right after the rename
    }
    Path directory = target.getParent();
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
    return target.toUri();
  }

  private void copy(Path file, Path target) throws IOException {
    Path temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
    disk.copy(file, temporary);
    disk.sync(temporary);
    disk.rename(temporary, target);
  }

  private Void remove(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        for (Path file : files) {
          disk.delete(file);
        }
      }
      disk.delete(directory);
      disk.sync(results);
    }
    return null;
  }

  private Path directory(String exportId) {
    if (!ID.matcher(exportId).matches()) {
      throw new IllegalArgumentException("\"" + exportId + "\" is not an export's id");
    }
    return results.resolve(exportId);
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()
        || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      throw new SluiceException(
          ErrorCode.DELIVERY_FAILED,
          "\"" + name + "\" is not a file name: 1 to 240 bytes, no slash, no leading dot");
    }
    return name;
  }

  private static SluiceException failure(String what, Path path, Throwable cause) {
    return DiskFailure.of(ErrorCode.DELIVERY_FAILED, what, path, (IOException) cause);
  }

  /** Waits a moment for deliveries under way. */
  @Override
  @PreDestroy
  public void close() {
    worker.close();
  }
}

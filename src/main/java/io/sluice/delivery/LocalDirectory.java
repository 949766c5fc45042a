package io.sluice.delivery;

import io.quarkus.runtime.ShutdownEvent;
import io.sluice.base.BlockingExecutor;
import io.sluice.base.Directories;
import io.sluice.base.DiskFailure;
import io.sluice.base.DurableFiles;
import io.sluice.base.ErrorCode;
import io.sluice.base.ExportId;
import io.sluice.base.SluiceException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Publishes to {@code results/<id>/<name>} under {@code sluice.data-dir}. A few threads of its own,
 * always the same for an export: where the file comes from another file system it is copied, which
 * may take long.
 */
@ApplicationScoped
public class LocalDirectory implements Destination, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(LocalDirectory.class);
  private static final Pattern NAME = Pattern.compile("[^./\\\\\\p{Cntrl}][^/\\\\\\p{Cntrl}]*");
  private static final int LONGEST_NAME = 240;
  private static final int THREADS = 4;
  private static final int MOST_WAITING = 10_000;

  private final Path results;
  private final ResultFiles files;
  private final List<BlockingExecutor> workers =
      Stream.generate(() -> new BlockingExecutor("delivery", 1, MOST_WAITING))
          .limit(THREADS)
          .toList();

  @Inject
  public LocalDirectory(Directories directories) {
    this(directories.results(), DurableFiles.real());
  }

  LocalDirectory(Path results, DurableFiles disk) {
    this.results = results;
    this.files = new ResultFiles(results, disk);
  }

  @Override
  public Uni<Optional<URI>> publish(ExportId export, String name, Path file) {
    Path target = directory(export).resolve(checked(name));
    return call(
        worker(export),
        () -> {
          boolean there = files.publish(file, target);
          return there ? Optional.of(target.toUri()) : Optional.empty();
        },
        "The file of export " + export + " could not be delivered",
        target);
  }

  @Override
  public Uni<Void> remove(ExportId export) {
    Path directory = directory(export);
    return call(
        worker(export),
        () -> {
          files.remove(directory);
          return null;
        },
        "The file of export " + export + " could not be removed",
        directory);
  }

  @Override
  public Uni<Void> removeOrphans(Predicate<ExportId> orphan, Instant olderThan) {
    return call(
            workers.get(0),
            () -> files.listOlderThan(olderThan),
            "The results could not be listed",
            results)
        .onItem()
        .transformToMulti(names -> Multi.createFrom().iterable(names))
        .onItem()
        .transformToIterable(name -> ExportId.find(name).filter(orphan).stream().toList())
        .onItem()
        .transformToUniAndConcatenate(this::removeOrphan)
        .collect()
        .last();
  }

  private Uni<Void> removeOrphan(ExportId export) {
    LOG.infof("exportId=%s is not known any more: its old result is removed", export);
    return remove(export);
  }

  private static <T> Uni<T> call(
      BlockingExecutor worker, Callable<T> work, String failed, Path path) {
    return worker
        .call(work)
        .onFailure(IOException.class)
        .transform(e -> DiskFailure.of(ErrorCode.DELIVERY_FAILED, failed, path, e));
  }

  private BlockingExecutor worker(ExportId export) {
    return workers.get(Math.floorMod(export.hashCode(), THREADS));
  }

  private Path directory(ExportId export) {
    return results.resolve(export.value());
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

  /** When no other room works any more, and before the directory's lock is given back. */
  void leave(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
    close();
  }

  /** Waits a moment for deliveries under way. */
  @Override
  public void close() {
    workers.forEach(BlockingExecutor::close);
  }
}

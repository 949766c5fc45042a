package io.sluice.transfer;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.transfer.part.DiskFailure;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where slices in flight lie: a directory for each export under {@code sluice.work-dir}. */
@ApplicationScoped
public class WorkDirectory {
  private final Vertx vertx;
  private final Path root;

  /**
   * The directory as configured; {@link #check()} makes it.
   *
   * @param root put it on the big disk
   */
  public WorkDirectory(
      Vertx vertx,
      @ConfigProperty(name = "sluice.work-dir", defaultValue = "${sluice.data-dir:data}/work")
          Path root) {
    this.vertx = vertx;
    this.root = root;
  }

  /** The directory of an export; the id is one of our own. */
  public Path of(String exportId) {
    return root.resolve(exportId);
  }

  /** At start-up: makes the directory and proves that it can be written to. */
  public Uni<Void> check() {
    return run("write to sluice.work-dir=" + root, this::probe);
  }

  /** Removes an export's directory with all in it; nothing happens where it is not there. */
  public Uni<Void> remove(String exportId) {
    return run("remove " + of(exportId), () -> removeTree(of(exportId)));
  }

  private Void probe() throws IOException {
    Files.createDirectories(root);
    Files.delete(Files.createTempFile(root, "probe", null));
    return null;
  }

  private static Void removeTree(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> tree = Files.walk(directory)) {
        List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        for (Path path : deepestFirst) {
          Files.deleteIfExists(path);
        }
      }
    }
    return null;
  }

  private Uni<Void> run(String what, Callable<Void> action) {
    return Uni.createFrom()
        .completionStage(() -> vertx.executeBlocking(action, false).toCompletionStage())
        .onFailure(IOException.class)
        .transform(cause -> DiskFailure.of(what, cause))
        .onFailure(cause -> !(cause instanceof SluiceException))
        .transform(
            cause -> new SluiceException(ErrorCode.INTERNAL, "Could not " + what + ".", cause));
  }
}

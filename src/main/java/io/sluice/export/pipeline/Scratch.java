package io.sluice.export.pipeline;

import io.sluice.base.Directories;
import io.sluice.base.ExportId;
import io.sluice.base.PrivateFiles;
import io.sluice.base.Timekeeper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Each export's own folder under the work directory; never outlives its export. */
@ApplicationScoped
public class Scratch {
  public static final String OUTPUT = "result.parquet";

  /** Before the next try to remove a folder. */
  private static final List<Duration> WAITS =
      Stream.of(50L, 100L, 200L, 200L, 200L).map(Duration::ofMillis).toList();

  private final Vertx vertx;
  private final Path root;
  private final Timekeeper time;

  public Scratch(Vertx vertx, Directories directories, Timekeeper time) {
    this.vertx = vertx;
    this.root = directories.work();
    this.time = time;
  }

  /** The export's folder; it need not exist yet. */
  Path of(ExportId export) {
    return root.resolve(export.value());
  }

  /** Where the merged file is made. */
  Path output(ExportId export) {
    return of(export).resolve(OUTPUT);
  }

  /** Makes sure that nothing of an earlier try lies where the merged file is made. */
  Uni<Path> freshOutput(ExportId export) {
    String output = output(export).toString();
    return make(of(export))
        .chain(() -> vertx.fileSystem().exists(output))
        .chain(there -> there ? vertx.fileSystem().delete(output) : Uni.createFrom().voidItem())
        .map(done -> output(export));
  }

  private Uni<Void> make(Path folder) {
    return PrivateFiles.hasPermissions(folder)
        ? vertx.fileSystem().mkdirs(folder.toString(), PrivateFiles.DIRECTORY)
        : vertx.fileSystem().mkdirs(folder.toString());
  }

  /**
   * Removes the export's folder with all that is in it. Work that was cancelled this moment may
   * still put something there: then it is tried again.
   */
  public Uni<Void> remove(ExportId export) {
    return remove(of(export).toString(), WAITS.iterator());
  }

  private Uni<Void> remove(String folder, Iterator<Duration> waits) {
    return vertx
        .fileSystem()
        .exists(folder)
        .chain(
            there ->
                there ? vertx.fileSystem().deleteRecursive(folder) : Uni.createFrom().voidItem())
        .onFailure(refused -> waits.hasNext())
        .recoverWithUni(() -> time.sleep(waits.next()).chain(() -> remove(folder, waits)));
  }

  /** Whether all of them lie in the export's folder; a new work directory is empty. */
  Uni<Boolean> holds(ExportId export, List<String> names) {
    return vertx
        .fileSystem()
        .exists(of(export).toString())
        .chain(
            there ->
                there
                    ? vertx.fileSystem().readDir(of(export).toString())
                    : Uni.createFrom().item(List.<String>of()))
        .map(entries -> entries.stream().map(Scratch::name).toList().containsAll(names));
  }

  /** The exports that have a folder here; what is not named by an id is not ours. */
  public Uni<List<ExportId>> folders() {
    return vertx
        .fileSystem()
        .readDir(root.toString())
        .map(
            entries ->
                entries.stream()
                    .map(Scratch::name)
                    .map(ExportId::find)
                    .flatMap(Optional::stream)
                    .toList());
  }

  private static String name(String path) {
    return Path.of(path).getFileName().toString();
  }
}

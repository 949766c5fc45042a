package io.sluice.export;

import io.sluice.base.Directories;
import io.sluice.transfer.SliceFile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.List;

/** Each export's own folder under the work directory; never outlives its export. */
@ApplicationScoped
public class Scratch {
  private static final String OUTPUT = "result.parquet";

  private final Vertx vertx;
  private final Path root;

  public Scratch(Vertx vertx, Directories directories) {
    this.vertx = vertx;
    this.root = directories.work();
  }

  /** The export's folder; it need not exist yet. */
  Path of(String exportId) {
    return root.resolve(exportId);
  }

  /** Where the merged file is made. */
  Path output(String exportId) {
    return of(exportId).resolve(OUTPUT);
  }

  /** Makes sure that nothing of an earlier try lies where the merged file is made. */
  Uni<Path> freshOutput(String exportId) {
    String output = output(exportId).toString();
    return vertx
        .fileSystem()
        .mkdirs(of(exportId).toString())
        .chain(() -> vertx.fileSystem().exists(output))
        .chain(there -> there ? vertx.fileSystem().delete(output) : Uni.createFrom().voidItem())
        .map(done -> output(exportId));
  }

  /** Removes the export's folder with all that is in it. */
  Uni<Void> remove(String exportId) {
    String folder = of(exportId).toString();
    return vertx
        .fileSystem()
        .exists(folder)
        .chain(
            there ->
                there ? vertx.fileSystem().deleteRecursive(folder) : Uni.createFrom().voidItem());
  }

  /** The exports that have a folder here; what is not named by an id is not ours. */
  Uni<List<String>> folders() {
    return vertx
        .fileSystem()
        .readDir(root.toString())
        .map(
            entries ->
                entries.stream()
                    .map(entry -> Path.of(entry).getFileName().toString())
                    .filter(ExportIds::isId)
                    .toList());
  }

  static List<String> names(List<SliceFile> slices) {
    return slices.stream().map(slice -> slice.path().getFileName().toString()).toList();
  }
}

package io.sluice.sandbox.storage;

import io.sluice.sandbox.cloud.ObjectStore;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The files of all projects; the oldest go where the disk's limit is passed. */
final class Files {
  private final Vertx vertx;
  private final ObjectStore objects;
  private final long diskLimit;
  private final Map<Long, StorageFile> files = new LinkedHashMap<>();
  private long bytes;

  Files(Vertx vertx, ObjectStore objects, long diskLimit) {
    this.vertx = vertx;
    this.objects = objects;
    this.diskLimit = diskLimit;
  }

  synchronized void add(StorageFile file) {
    files.put(file.id(), file);
    bytes += file.sizeBytes();
    var oldest = files.values().iterator();
    while (bytes > diskLimit && oldest.hasNext()) {
      StorageFile gone = oldest.next();
      if (gone.id() == file.id()) {
        return;
      }
      oldest.remove();
      remove(gone);
    }
  }

  synchronized Optional<StorageFile> find(long id) {
    return Optional.ofNullable(files.get(id));
  }

  private void remove(StorageFile file) {
    bytes -= file.sizeBytes();
    objects.removeUnder(file.folder().bucket(), file.folder().key());
    vertx.fileSystem().deleteRecursive(file.directory().toString());
  }
}

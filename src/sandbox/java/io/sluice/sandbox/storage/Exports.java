package io.sluice.sandbox.storage;

import io.sluice.sandbox.cloud.Cloud;
import io.sluice.sandbox.cloud.ObjectStore;
import io.sluice.sandbox.cloud.StoredObject;
import io.sluice.sandbox.config.SandboxConfig;
import io.sluice.sandbox.unload.Query;
import io.sluice.sandbox.unload.SliceFile;
import io.sluice.sandbox.unload.Unload;
import io.sluice.sandbox.wire.Content;
import io.sluice.sandbox.wire.PhpJson;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Makes an export a file: unloads on a worker, or finds the file of an equal one. */
final class Exports {
  private static final int CACHE_LIMIT = 1_000;

  /**
   * What is to be exported, for whom.
   *
   * @param origin the sandbox's base as the caller sees it
   */
  record Order(
      Token token, long branch, Project.Stored table, Query query, String runId, String origin) {}

  private record CacheKey(long project, long branch, String table, long version, Query query) {}

  private final WorkerExecutor workers;
  private final SandboxConfig options;
  private final ObjectStore objects;
  private final Files files;
  private final Path directory;
  private final AtomicLong fileIds;
  private final Map<CacheKey, Long> cache =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<CacheKey, Long> eldest) {
              return size() > CACHE_LIMIT;
            }
          });

  Exports(
      WorkerExecutor workers,
      SandboxConfig options,
      ObjectStore objects,
      Files files,
      Path directory,
      AtomicLong fileIds) {
    this.workers = workers;
    this.options = options;
    this.objects = objects;
    this.files = files;
    this.directory = directory;
    this.fileIds = fileIds;
  }

  Future<Job.Outcome> run(Order order) {
    CacheKey key =
        new CacheKey(
            order.token.project().id(),
            order.branch,
            order.table.snapshot().table().id(),
            order.table.version(),
            order.query);
    Optional<StorageFile> earlier =
        options.caching()
            ? Optional.ofNullable(cache.get(key)).flatMap(files::find)
            : Optional.empty();
    if (earlier.isPresent()) {
      return Future.succeededFuture(outcome(earlier.get(), true));
    }
    return workers
        .executeBlocking(() -> unload(order), false)
        .map(
            file -> {
              cache.put(key, file.id());
              return outcome(file, false);
            });
  }

  private static Job.Outcome outcome(StorageFile file, boolean cacheHit) {
    return Job.Outcome.success(
        new JsonObject()
            .put("file", new JsonObject().put("id", file.id()))
            .put("cacheHit", cacheHit),
        file.sizeBytes());
  }

  private StorageFile unload(Order order) throws IOException {
    long id = fileIds.incrementAndGet();
    Project project = order.token.project();
    String tableId = order.table.snapshot().table().id();
    Path own = java.nio.file.Files.createDirectories(directory.resolve(Long.toString(id)));
    List<SliceFile> slices =
        new Unload(
                project.dialect(),
                options.slices().sliced() ? options.slices().rows() : Integer.MAX_VALUE,
                options.slices().rowGroupRows(),
                options.slices().sliced() && options.slices().emptyLast(),
                options.slices().fractionalSeconds())
            .into(own, order.table.snapshot(), order.query);
    String ending = ending(order.query);
    Cloud.Folder folder = project.cloud().folder(project.id(), tableId, ending, id);
    if (options.slices().sliced()) {
      storeSlices(order, folder, slices, id);
    } else {
      storeWhole(folder, slices);
    }
    StorageFile file =
        new StorageFile(
            id,
            project,
            order.branch,
            order.token,
            tableId,
            order.table.snapshot().table().bucket(),
            tableId + ending,
            order.query.fileType(),
            options.slices().sliced(),
            folder,
            own,
            slices.stream().mapToLong(SliceFile::bytes).sum(),
            order.runId,
            Instant.now());
    files.add(file);
    return file;
  }

  private static String ending(Query query) {
    return switch (query.fileType()) {
      case CSV -> query.gzip() ? ".csv.gz" : ".csv";
      case PARQUET -> ".parquet";
    };
  }

  private void storeSlices(Order order, Cloud.Folder folder, List<SliceFile> slices, long id) {
    Cloud cloud = order.token.project().cloud();
    List<String> entries = new ArrayList<>();
    for (SliceFile slice : slices) {
      String key = folder.key() + slice.name();
      entries.add(cloud.entry(order.origin, folder.bucket(), key));
      put(folder, key, new Content.OnDisk(slice.path(), slice.bytes()), slice.md5(), false);
    }
    if (options.slices().shuffled()) {
      Collections.shuffle(entries, new Random(options.seed() + id));
    }
    JsonArray list = new JsonArray();
    entries.forEach(url -> list.add(entry(url)));
    Buffer manifest = Buffer.buffer(PhpJson.encode(new JsonObject().put("entries", list)));
    String md5 = Digests.md5(manifest.getBytes());
    put(folder, folder.key() + "manifest", new Content.Bytes(manifest), md5, true);
  }

  private JsonObject entry(String url) {
    JsonObject entry = new JsonObject().put("url", url);
    return options.slices().mandatory() ? entry.put("mandatory", true) : entry;
  }

  /** A file that is not sliced: its key is the object's own. */
  private void storeWhole(Cloud.Folder folder, List<SliceFile> slices) {
    if (slices.isEmpty()) {
      Content nothing = new Content.Bytes(Buffer.buffer());
      put(folder, folder.key(), nothing, Digests.md5(new byte[0]), false);
    } else {
      SliceFile only = slices.get(0);
      Content content = new Content.OnDisk(only.path(), only.bytes());
      put(folder, folder.key(), content, only.md5(), false);
    }
  }

  private void put(Cloud.Folder folder, String key, Content content, String md5, boolean manifest) {
    objects.put(
        new StoredObject(
            folder.bucket(),
            key,
            content,
            md5,
            manifest ? "binary/octet-stream" : "application/octet-stream",
            Instant.now(),
            manifest));
  }
}

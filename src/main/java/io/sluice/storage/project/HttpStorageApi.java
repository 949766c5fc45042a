package io.sluice.storage.project;

import io.sluice.base.TableId;
import io.sluice.storage.BucketId;
import io.sluice.storage.ExportOptions;
import io.sluice.storage.FileDetail;
import io.sluice.storage.Job;
import io.sluice.storage.Manifest;
import io.sluice.storage.StorageApi;
import io.sluice.storage.Table;
import io.sluice.storage.response.FileReader;
import io.sluice.storage.response.JobReader;
import io.sluice.storage.response.ManifestReader;
import io.sluice.storage.response.ProjectReader;
import io.sluice.storage.response.TableReader;
import io.sluice.storage.wire.JsonStream;
import io.sluice.storage.wire.StorageClient;
import io.sluice.storage.wire.StoragePath;
import io.sluice.storage.wire.StorageRequest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** One project, over HTTP. */
public final class HttpStorageApi implements StorageApi {
  private static final Logger LOG = Logger.getLogger(HttpStorageApi.class);

  private final String connection;
  private final StorageClient client;
  private final Readers readers;
  private final ManifestClient manifests;
  private final JobPlaces places;

  /** What understands the answers. */
  public record Readers(
      JobReader jobs,
      FileReader files,
      ManifestReader manifests,
      TableReader tables,
      ProjectReader projects) {}

  public HttpStorageApi(
      String connection,
      StorageClient client,
      Readers readers,
      ManifestClient manifests,
      JobPlaces places) {
    this.connection = connection;
    this.client = client;
    this.readers = readers;
    this.manifests = manifests;
    this.places = places;
  }

  @Override
  public String connection() {
    return connection;
  }

  @Override
  public StorageApi withRunId(String runId) {
    return new HttpStorageApi(
        connection, client.with("X-KBC-RunId", runId), readers, manifests, places);
  }

  @Override
  public <T> Uni<T> inJobPlace(Supplier<Uni<T>> fromStartToEnd) {
    return learnPlaces().chain(() -> places.hold(fromStartToEnd));
  }

  /** Whether it is counted is for others to wait for: its own wait goes on without. */
  @Override
  public <T> Uni<T> besideRunningJob(Supplier<Uni<T>> untilItsEnd) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Cancellable counted =
                  learnPlaces().chain(places::take).subscribe().with(never -> {}, this::notCounted);
              return Uni.createFrom()
                  .deferred(untilItsEnd::get)
                  .onTermination()
                  .invoke(counted::cancel);
            });
  }

  private void notCounted(Throwable failure) {
    LOG.warnf(
        "connection=%s a job is not counted among those that run: %s",
        connection, failure.getMessage());
  }

  private Uni<Void> learnPlaces() {
    return Uni.createFrom().deferred(() -> places.learn(() -> project().replaceWithVoid()));
  }

  @Override
  public Uni<Job> export(TableId table, OptionalLong branch, ExportOptions options) {
    JsonObject body = ExportBody.of(options);
    StoragePath path = branched(branch, StoragePath.of("tables", table, "export-async"));
    return client
        .call(StorageRequest.postTable(path, body, "export table " + table + inBranch(branch)))
        .map(readers.jobs()::read);
  }

  @Override
  public Uni<Job> job(long id) {
    return client
        .call(StorageRequest.get(StoragePath.of("jobs", id), "show job " + id))
        .map(readers.jobs()::read);
  }

  @Override
  public Uni<FileDetail> file(long id, OptionalLong branch) {
    StoragePath path = branched(branch, StoragePath.of("files", id)).with("federationToken", "1");
    return client
        .call(StorageRequest.get(path, "show file " + id + inBranch(branch)))
        .map(readers.files()::read);
  }

  @Override
  public Uni<Manifest> manifest(FileDetail file) {
    if (!file.sliced()) {
      return Uni.createFrom().item(() -> ManifestReader.whole(file));
    }
    return manifests
        .fetch(file)
        .chain(json -> JsonStream.understood(json, () -> readers.manifests().read(file, json)));
  }

  @Override
  public Uni<Table> table(TableId table, OptionalLong branch) {
    StoragePath path = branched(branch, StoragePath.of("tables", table));
    return client
        .call(StorageRequest.getTable(path, "describe table " + table + inBranch(branch)))
        .map(readers.tables()::read);
  }

  @Override
  public Uni<Project> project() {
    return client
        .call(StorageRequest.get(StoragePath.of("tokens", "verify"), "verify the token"))
        .map(readers.projects()::project)
        .invoke(project -> places.follow(project.jobsParallelism()));
  }

  @Override
  public Uni<List<Bucket>> buckets() {
    return client.list(
        StorageRequest.get(StoragePath.of("buckets"), "list the buckets"),
        readers.projects()::bucket);
  }

  @Override
  public Uni<List<Table>> tables(Optional<BucketId> bucketId) {
    StoragePath path =
        bucketId
            .map(id -> StoragePath.of("buckets", id, "tables"))
            .orElse(StoragePath.of("tables"))
            .with("include", "columns,columnMetadata,metadata");
    return client.list(
        StorageRequest.get(path, "list the tables" + bucketId.map(b -> " of " + b).orElse("")),
        readers.tables()::read);
  }

  /** Jobs are never asked for so, tables and files always are (storage-api.md 1.5). */
  private static StoragePath branched(OptionalLong branch, StoragePath path) {
    return branch.isPresent() ? path.below(StoragePath.of("branch", branch.getAsLong())) : path;
  }

  private static String inBranch(OptionalLong branch) {
    return branch.isPresent() ? " in branch " + branch.getAsLong() : "";
  }
}

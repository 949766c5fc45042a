package io.sluice.storage;

import io.sluice.base.TableId;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * One configured project of the Storage API. Every call is retried as storage-api.md 7 and 12.4 ask
 * and fails with a {@link io.sluice.base.SluiceException}; none blocks.
 */
public interface StorageApi extends Lookups {

  /** The connection's configured name. */
  String connection();

  /** The same project; its requests carry {@code X-KBC-RunId}, which jobs and files keep. */
  StorageApi withRunId(String runId);

  /**
   * Runs what starts a job and waits for its end while it holds one of the project's {@code
   * storage.jobsParallelism} places; waits for a place first. Cancelling frees the place. The limit
   * is asked for when it is first needed.
   */
  <T> Uni<T> inJobPlace(Supplier<Uni<T>> fromStartToEnd);

  /**
   * Waits for the end of a job that was started in an earlier life: at once, for it runs whoever
   * waits. It counts among the project's jobs as soon as one of their places is free.
   */
  <T> Uni<T> besideRunningJob(Supplier<Uni<T>> untilItsEnd);

  /** Starts an asynchronous export; the job may have ended already. Safe to repeat. */
  Uni<Job> export(TableId table, OptionalLong branch, ExportOptions options);

  /** The job as it is now; job addresses are never branch-scoped. */
  Uni<Job> job(long id);

  /** The file with fresh credentials. */
  Uni<FileDetail> file(long id, OptionalLong branch);

  /** Which slices the file has; every one lies under the file's own prefix. */
  Uni<Manifest> manifest(FileDetail file);

  /**
   * What the token says of its project (tokens/verify); never the token.
   *
   * @param jobsParallelism {@code storage.jobsParallelism} of the project's limits, 10 where absent
   */
  record Project(String id, String name, String region, String backend, int jobsParallelism) {}

  record Bucket(String id, String stage, String name, Optional<String> description) {}
}

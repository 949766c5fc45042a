package io.sluice.storage;

import io.sluice.base.UpstreamText;
import java.util.Optional;

/**
 * A Storage job as last seen (storage-api.md 2). A status that the API does not document is treated
 * as {@link Status#PROCESSING}: not yet.
 *
 * @param fileId the unloaded file, once the job has succeeded
 * @param error why it failed, once it has failed
 */
public record Job(long id, Status status, Optional<Long> fileId, Optional<JobError> error) {

  public enum Status {
    WAITING,
    PROCESSING,
    SUCCESS,
    ERROR;

    public boolean ended() {
      return this == SUCCESS || this == ERROR;
    }
  }

  /** A failed job's own words. */
  public record JobError(
      Optional<UpstreamText> code, UpstreamText message, Optional<UpstreamText> exceptionId) {}
}

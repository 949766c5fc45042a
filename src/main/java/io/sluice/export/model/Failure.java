package io.sluice.export.model;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import java.util.Optional;

/** Why an export failed, as it is kept and shown; never holds a secret. */
@RegisterForReflection
public record Failure(
    ErrorCode code,
    String detail,
    Optional<Long> jobId,
    Optional<String> upstreamCode,
    Optional<String> exceptionId) {

  /** What a failure of the pipeline means; anything but our own exception is {@code internal}. */
  public static Failure of(Throwable thrown) {
    if (thrown instanceof SluiceException known) {
      SluiceException.Upstream upstream = known.upstream();
      return new Failure(
          known.code(),
          known.getMessage(),
          upstream.jobId(),
          upstream.code(),
          upstream.exceptionId());
    }
    return new Failure(
        ErrorCode.INTERNAL,
        "An unexpected "
            + thrown.getClass().getSimpleName()
            + " ended the export; the log has its stack trace",
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}

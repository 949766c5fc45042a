package io.sluice.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.SluiceException.FieldError;
import io.sluice.export.Failure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An RFC 9457 problem.
 *
 * @param type stable for each kind of failure
 * @param code the type's last part, for programs
 * @param blame {@code caller}, {@code upstream} or {@code gateway}
 * @param retryable whether the same request may succeed later without a change
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    String blame,
    boolean retryable,
    List<FieldError> errors,
    Optional<Long> jobId,
    Optional<String> upstreamCode,
    Optional<String> exceptionId) {
  static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(SluiceException failure) {
    SluiceException.Upstream upstream = failure.upstream();
    return of(
        failure.code(),
        failure.getMessage(),
        failure.fieldErrors(),
        upstream.jobId(),
        upstream.code(),
        upstream.exceptionId());
  }

  static Problem of(Failure failure) {
    return of(
        failure.code(),
        failure.detail(),
        List.of(),
        failure.jobId(),
        failure.upstreamCode(),
        failure.exceptionId());
  }

  private static Problem of(
      ErrorCode code,
      String detail,
      List<FieldError> errors,
      Optional<Long> jobId,
      Optional<String> upstreamCode,
      Optional<String> exceptionId) {
    return new Problem(
        "urn:sluice:problem:" + code.slug(),
        code.title(),
        code.status(),
        detail,
        code.slug(),
        code.blame().name().toLowerCase(Locale.ROOT),
        code.retryable(),
        errors,
        jobId,
        upstreamCode,
        exceptionId);
  }
}

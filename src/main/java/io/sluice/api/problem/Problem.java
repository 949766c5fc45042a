package io.sluice.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.SluiceException.FieldError;
import io.sluice.export.model.Failure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An RFC 9457 problem.
 *
 * @param type stable for each kind of failure; {@code /problems/CODE} at this gateway, where its
 *     page is
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
    List<Bad> errors,
    Optional<Long> jobId,
    Optional<String> upstreamCode,
    Optional<String> exceptionId) {
  public static final String MEDIA_TYPE = "application/problem+json";

  /**
   * A bad part of the request.
   *
   * @param pointer into the body (RFC 6901); none where it is a parameter
   * @param parameter of the query; none where it is in the body
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Bad(Optional<String> pointer, Optional<String> parameter, String detail) {
    static Bad of(FieldError error) {
      return error.pointer().startsWith("?")
          ? new Bad(Optional.empty(), Optional.of(error.pointer().substring(1)), error.detail())
          : new Bad(Optional.of(error.pointer()), Optional.empty(), error.detail());
    }
  }

  /** The address of the page that explains the code. */
  static String type(ErrorCode code) {
    return "/problems/" + code.slug();
  }

  public static Problem of(SluiceException failure) {
    SluiceException.Upstream upstream = failure.upstream();
    return of(
        failure.code(),
        failure.getMessage(),
        failure.fieldErrors(),
        upstream.jobId(),
        upstream.code(),
        upstream.exceptionId());
  }

  public static Problem of(Failure failure) {
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
        type(code),
        code.title(),
        code.status(),
        detail,
        code.slug(),
        code.blame().name().toLowerCase(Locale.ROOT),
        code.retryable(),
        errors.stream().map(Bad::of).toList(),
        jobId,
        upstreamCode,
        exceptionId);
  }
}

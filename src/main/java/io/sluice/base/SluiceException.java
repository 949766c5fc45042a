package io.sluice.base;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The one exception of Sluice. Its message is the problem's {@code detail}: what happened, to which
 * table, slice or job, and what to do. It never holds a secret or a URL's query.
 */
public final class SluiceException extends RuntimeException {

  /**
   * A bad part of a request and what is wrong with it.
   *
   * @param pointer into the body (RFC 6901), or {@code ?name} for a query parameter
   */
  public record FieldError(String pointer, String detail) {}

  /** What the Storage API said of itself, for its support. Empty where it said nothing. */
  public record Upstream(
      Optional<Long> jobId, Optional<String> code, Optional<String> exceptionId) {
    public static final Upstream NONE =
        new Upstream(Optional.empty(), Optional.empty(), Optional.empty());
  }

  private final ErrorCode code;
  private final transient Upstream upstream;
  private final transient List<FieldError> fieldErrors;
  private final transient Optional<Duration> retryAfter;

  public SluiceException(ErrorCode code, String detail) {
    this(code, detail, Upstream.NONE, List.of(), Optional.empty(), null);
  }

  public SluiceException(ErrorCode code, String detail, Throwable cause) {
    this(code, detail, Upstream.NONE, List.of(), Optional.empty(), cause);
  }

  private SluiceException(
      ErrorCode code,
      String detail,
      Upstream upstream,
      List<FieldError> fieldErrors,
      Optional<Duration> retryAfter,
      Throwable cause) {
    super(detail, cause);
    this.code = code;
    this.upstream = upstream;
    this.fieldErrors = List.copyOf(fieldErrors);
    this.retryAfter = retryAfter;
  }

  public SluiceException with(Upstream source) {
    return new SluiceException(code, getMessage(), source, fieldErrors, retryAfter, getCause());
  }

  public SluiceException with(List<FieldError> errors) {
    return new SluiceException(code, getMessage(), upstream, errors, retryAfter, getCause());
  }

  /** Not before this long from now is another try worth it. */
  public SluiceException retryAfter(Duration wait) {
    return new SluiceException(
        code, getMessage(), upstream, fieldErrors, Optional.of(wait), getCause());
  }

  public ErrorCode code() {
    return code;
  }

  public Upstream upstream() {
    return upstream;
  }

  public List<FieldError> fieldErrors() {
    return fieldErrors;
  }

  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}

package io.sluice.api.problem;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import java.time.Duration;
import java.util.Map;

/** What HTTP itself refuses, in our words. */
final class Refusals {
  private static final Map<String, String> METHODS =
      Map.of(
          "/v1/exports/?", "GET, POST",
          "/v1/exports/[^/]+/?", "DELETE, GET",
          "/v1/exports/[^/]+/file/?", "GET, HEAD",
          "/v1/batches/?", "POST");

  private Refusals() {}

  static SluiceException unknownPath(String path) {
    return new SluiceException(
        ErrorCode.NOT_FOUND,
        "There is nothing at "
            + path
            + "; exports are at /v1/exports, the whole API is described at /q/openapi");
  }

  static SluiceException method(String path) {
    return new SluiceException(ErrorCode.METHOD_NOT_ALLOWED, path + " takes " + methods(path));
  }

  /** What an address takes; the framework does not say. */
  static String methods(String path) {
    return METHODS.entrySet().stream()
        .filter(entry -> path.matches(entry.getKey()))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElse("GET");
  }

  static SluiceException ofStatus(int status, String message) {
    return switch (status) {
      case 404 -> new SluiceException(ErrorCode.NOT_FOUND, message);
      case 405 -> new SluiceException(ErrorCode.METHOD_NOT_ALLOWED, message);
      case 406 ->
          new SluiceException(
              ErrorCode.NOT_ACCEPTABLE,
              "This address cannot answer in a media type that Accept names; most answer in application/json, events in text/event-stream, files in application/vnd.apache.parquet");
      case 413 ->
          new SluiceException(
              ErrorCode.PAYLOAD_TOO_LARGE,
              "The body is larger than quarkus.http.limits.max-body-size; send fewer tables or filter values at once");
      case 415 ->
          new SluiceException(
              ErrorCode.UNSUPPORTED_MEDIA_TYPE,
              "The body has to be JSON; send the header Content-Type: application/json");
      default -> new SluiceException(ErrorCode.INVALID_REQUEST, message);
    };
  }

  static SluiceException internal() {
    return new SluiceException(
        ErrorCode.INTERNAL, "The gateway failed unexpectedly; its log has the stack trace");
  }

  /** Whole seconds, at least one. */
  static long seconds(Duration wait) {
    return Math.max(1, wait.toSeconds());
  }
}

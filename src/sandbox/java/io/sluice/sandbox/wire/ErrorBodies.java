package io.sluice.sandbox.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Error answers in the manner of the place that is asked (storage-api.md 7, 9). */
public final class ErrorBodies {
  private ErrorBodies() {}

  /** A failure that a fault asks for, in the manner of the place. */
  static void answer(RoutingContext context, String path, int status) {
    if (path.startsWith("/s3/") || path.startsWith("/gcs/")) {
      xml(context, status, xmlCode(status), "Please try again.");
    } else if (path.startsWith("/azure/")) {
      azure(context, status, azureCode(status));
    } else {
      storage(context, status, storageCode(status), storageText(status));
    }
  }

  private static String storageCode(int status) {
    return switch (status) {
      case 401 -> "storage.tokenInvalid";
      case 403 -> "accessDenied";
      case 404 -> "notFound";
      default -> "";
    };
  }

  private static String storageText(int status) {
    return switch (status) {
      case 401 -> "Invalid access token";
      case 403 -> "You don't have access to the resource.";
      case 404 -> "Not found";
      case 429 -> "Too many requests";
      case 502 -> "Bad gateway";
      case 503 -> "Service unavailable";
      default -> "Application error. Please contact support.";
    };
  }

  /** The Storage API's error; the code is left out where it is empty. */
  public static void storage(RoutingContext context, int status, String code, String message) {
    JsonObject body = new JsonObject().put("status", "error").put("error", message);
    if (!code.isEmpty()) {
      body.put("code", code);
    }
    body.put("exceptionId", exceptionId());
    Reply.json(context, status, body);
  }

  /** An error of S3 or of GCS's XML interface. */
  public static void xml(RoutingContext context, int status, String code, String message) {
    String body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>%s</Code><Message>%s</Message></Error>"
            .formatted(code, message);
    context.response().putHeader("x-amz-request-id", exceptionId());
    Reply.text(context, status, "application/xml", Buffer.buffer(body));
  }

  public static void azure(RoutingContext context, int status, String code) {
    String body =
        "\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>%s</Code></Error>"
            .formatted(code);
    context.response().putHeader("x-ms-error-code", code);
    context.response().putHeader("x-ms-request-id", exceptionId());
    Reply.text(context, status, "application/xml", Buffer.buffer(body));
  }

  static JsonObject maintenance() {
    return new JsonObject()
        .put("status", "maintenance")
        .put("estimatedEndTime", Instant.now().plus(5, ChronoUnit.MINUTES).toString())
        .put("reason", "The sandbox rehearses maintenance");
  }

  public static String exceptionId() {
    return "sandbox-" + Long.toHexString(System.nanoTime());
  }

  private static String xmlCode(int status) {
    return switch (status) {
      case 401, 403 -> "AccessDenied";
      case 404 -> "NoSuchKey";
      case 429, 503 -> "SlowDown";
      default -> "InternalError";
    };
  }

  private static String azureCode(int status) {
    return switch (status) {
      case 401, 403 -> "AuthenticationFailed";
      case 404 -> "BlobNotFound";
      case 429, 503 -> "ServerBusy";
      default -> "InternalError";
    };
  }
}

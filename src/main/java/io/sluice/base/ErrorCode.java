package io.sluice.base;

import static io.sluice.base.Blame.CALLER;
import static io.sluice.base.Blame.GATEWAY;
import static io.sluice.base.Blame.UPSTREAM;

import java.util.Locale;

/**
 * Every way in which Sluice fails. The {@link #slug()} is part of the HTTP contract (it ends the
 * problem's {@code type}) and never changes its meaning.
 */
public enum ErrorCode {
  INVALID_REQUEST(400, CALLER, false, "The request is not valid"),
  MALFORMED_JSON(400, CALLER, false, "The body is not JSON"),
  UNAUTHENTICATED(401, CALLER, false, "The gateway has to know who asks"),
  FORBIDDEN(403, CALLER, false, "The caller has no grant for this"),
  CROSS_SITE(403, CALLER, false, "Another site's page may not do this"),
  NOT_FOUND(404, CALLER, false, "There is nothing at this address"),
  UNKNOWN_CONNECTION(404, CALLER, false, "No such connection is configured"),
  METHOD_NOT_ALLOWED(405, CALLER, false, "This address does not know the method"),
  NOT_ACCEPTABLE(406, CALLER, false, "None of the accepted media types can be served"),
  REQUEST_TIMEOUT(408, CALLER, true, "The body did not arrive in time"),
  CONFLICT(409, CALLER, false, "The export's state does not allow this"),
  FILE_GONE(410, GATEWAY, false, "The export's file is not there any more"),
  PRECONDITION_FAILED(412, CALLER, false, "The file is not the one that was asked for"),
  PAYLOAD_TOO_LARGE(413, CALLER, false, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, CALLER, false, "The body's media type is not understood"),
  RANGE_NOT_SATISFIABLE(416, CALLER, false, "The file has no such range"),
  UNKNOWN_HOST(421, CALLER, false, "The gateway does not go by this name"),
  IDEMPOTENCY_KEY_REUSED(422, CALLER, false, "The Idempotency-Key was used with another body"),
  TOO_MANY_WATCHERS(429, CALLER, true, "Too many event streams are open or requests wait"),
  QUEUE_FULL(503, GATEWAY, true, "The queue is full"),
  SHUTTING_DOWN(503, GATEWAY, true, "The gateway is leaving"),

  STORAGE_REJECTED(400, CALLER, false, "The Storage API refused the request"),
  STORAGE_UNAUTHORIZED(502, CALLER, false, "The Storage API refused the token"),
  STORAGE_FORBIDDEN(403, CALLER, false, "The token has no right to this"),
  TABLE_NOT_FOUND(404, CALLER, false, "The Storage API knows no such table"),
  STORAGE_NOT_FOUND(404, UPSTREAM, false, "The Storage API knows no such thing"),
  STORAGE_BUSY(503, UPSTREAM, true, "The Storage API asks to wait"),
  STORAGE_UNAVAILABLE(502, UPSTREAM, true, "The Storage API does not answer"),
  STORAGE_PROTOCOL(
      502, UPSTREAM, false, "The Storage API gave an answer that cannot be understood"),
  JOB_FAILED(502, UPSTREAM, false, "The Storage job failed"),
  JOB_TIMEOUT(504, UPSTREAM, true, "The Storage job did not end in time"),

  SLICE_ADDRESS_REFUSED(502, UPSTREAM, false, "A slice lies where no slice may lie"),
  CLOUD_ACCESS_REFUSED(502, UPSTREAM, true, "The cloud refused access to a slice"),
  CLOUD_UNAVAILABLE(502, UPSTREAM, true, "The cloud does not answer"),
  SLICE_MISSING(502, UPSTREAM, false, "A slice is gone"),
  SLICE_CORRUPT(502, UPSTREAM, true, "A slice is not what it says"),
  SLICE_TOO_LARGE(502, UPSTREAM, false, "A slice holds more than is allowed"),
  SLICE_TIMEOUT(504, UPSTREAM, true, "A slice did not arrive in time"),

  DISK_FULL(507, GATEWAY, true, "There is not enough disk space"),
  DISK_FAILED(500, GATEWAY, true, "The disk refused a read or a write"),
  STITCH_IMPOSSIBLE(422, CALLER, false, "The slices cannot be stitched"),
  MERGE_FAILED(500, GATEWAY, false, "The slices could not be made one file"),
  ROWS_MISMATCH(500, GATEWAY, false, "Rows were lost or gained on the way"),
  GATEWAY_CRASHED(500, GATEWAY, false, "The gateway died of this export again and again"),
  JOURNAL_FAILED(500, GATEWAY, true, "The journal could not be written"),
  DELIVERY_FAILED(500, GATEWAY, true, "The file could not be delivered"),
  INTERNAL(500, GATEWAY, false, "Something went wrong inside the gateway");

  private final int status;
  private final Blame blame;
  private final boolean retryable;
  private final String title;

  ErrorCode(int status, Blame blame, boolean retryable, String title) {
    this.status = status;
    this.blame = blame;
    this.retryable = retryable;
    this.title = title;
  }

  /** The code as it stands in URLs and logs, such as {@code slice-corrupt}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The HTTP status that answers a request which fails so. */
  public int status() {
    return status;
  }

  public Blame blame() {
    return blame;
  }

  /** Whether the same request may succeed later without any change. */
  public boolean retryable() {
    return retryable;
  }

  /** One line for people; the same for every failure of this code. */
  public String title() {
    return title;
  }
}

package io.sluice.sandbox.wire;

import java.time.Duration;
import java.util.Optional;

/** A way in which an answer goes wrong. */
public sealed interface Fault {

  /** This status in place of the answer, with an error body in the manner of the place. */
  record Status(int status, Optional<String> retryAfter) implements Fault {}

  /** The Storage API's 503 while it is maintained (storage-api.md 7). */
  record Maintenance(Optional<String> retryAfter) implements Fault {}

  /** The connection is cut when so many bytes of the body have been sent. */
  record Cut(long afterBytes) implements Fault {}

  /** No byte comes for so long when so many bytes of the body have been sent. */
  record Stall(long afterBytes, Duration pause) implements Fault {}

  /** The body comes at this rate. */
  record Drip(long bytesPerSecond) implements Fault {}

  /** The last bytes are missing and the Content-Length agrees: a truncated gzip stream. */
  record Truncate(long missingBytes) implements Fault {}

  /** The Content-Length is off by so many bytes; the connection ends after the body. */
  record WrongLength(long difference) implements Fault {}

  /** The byte at this position of the object is another. */
  record Corrupt(long position) implements Fault {}

  /** The object has another ETag, so that a request with If-Match fails. */
  record ChangedEtag() implements Fault {}

  /** A request for a range gets the whole, with status 200. */
  record IgnoreRange() implements Fault {}

  /** Refused with 403 while the file is younger than this (storage-api.md 3). */
  record ForbiddenAtFirst(Duration age) implements Fault {}

  /** The manifest holds an entry that no client may follow. */
  record HostileManifest(Hostility hostility) implements Fault {}

  /** A job shows this status, which the API does not document, and {@code results: []}. */
  record OddJob(String status) implements Fault {}

  /** One of 429 with Retry-After, 503, 500, 502 and a cut connection, drawn anew each time. */
  record Assorted() implements Fault {}

  /** Where a hostile manifest leads to. */
  enum Hostility {
    FOREIGN_BUCKET,
    FOREIGN_PREFIX,
    FILE_SCHEME,
    LOOPBACK,
    METADATA_HOST,
    DOT_DOT,
    ENCODED_DOT_DOT,
    USER_INFO,
    CONTROL_CHARACTER
  }
}

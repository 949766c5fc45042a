package io.sluice.api.file;

import io.sluice.base.HttpDate;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.util.Optional;

/** The conditions that a request makes about a file, in the order of RFC 9110, 13.2.2. */
record Preconditions(HttpHeaders request, ResultFile file) {
  private static final String IF_RANGE = "If-Range";

  /** Whether it is the file that the caller expects ({@code If-Match}, else the date). */
  boolean hold() {
    return header(HttpHeaders.IF_MATCH)
        .map(tags -> EntityTags.of(tags).include(file.tag()))
        .or(() -> isAsOld(HttpHeaders.IF_UNMODIFIED_SINCE))
        .orElse(true);
  }

  /** Whether the caller has the file already ({@code If-None-Match}, else the date). */
  boolean sayThatCallerHasIt() {
    return header(HttpHeaders.IF_NONE_MATCH)
        .map(tags -> EntityTags.of(tags).includeWeakly(file.tag()))
        .or(() -> isAsOld(HttpHeaders.IF_MODIFIED_SINCE))
        .orElse(false);
  }

  /**
   * The part of the file that is asked for; none, which means the whole, also where {@code
   * If-Range} names another file. Its date counts as a strong validator: a file is made once.
   */
  Optional<ByteRange> range() {
    return header("Range")
        .filter(asked -> header(IF_RANGE).map(this::isThisFile).orElse(true))
        .flatMap(asked -> ByteRange.of(asked, file.length()));
  }

  private boolean isThisFile(String validator) {
    return validator.strip().equals(file.tag())
        || HttpDate.parse(validator).filter(file.lastModified()::equals).isPresent();
  }

  /** Whether the file is as old as a date or older; what is no date is as if it were not there. */
  private Optional<Boolean> isAsOld(String header) {
    Optional<Instant> date = header(header).flatMap(HttpDate::parse);
    return date.map(since -> !file.lastModified().isAfter(since));
  }

  private Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaderString(name));
  }
}

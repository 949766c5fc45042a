package io.sluice.api.request;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a link or a ticket is asked for; every bad field is named. */
public final class LinkReader {
  private static final Duration USUAL = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final Pattern STREAM =
      Pattern.compile("/v1/((exports|batches)/[0-9a-f-]{36}/)?events(\\?[A-Za-z0-9=&.,_*%-]*)?");

  private LinkReader() {}

  /** How long a link is to work: {@code expires}. */
  public static Duration life(byte[] body) {
    JsonFieldReader fields = JsonFieldReader.of(JsonBody.parse(body));
    Optional<String> text = fields.text("expires");
    Optional<Duration> life = text.flatMap(LinkReader::duration);
    if (text.isPresent() && life.isEmpty()) {
      fields.wrong("expires", "must be a duration from PT1S to PT24H, such as PT15M");
    }
    fields.finish();
    return life.orElse(USUAL);
  }

  /** Which stream a ticket is for: {@code path}. */
  public static String stream(byte[] body) {
    JsonFieldReader fields = JsonFieldReader.of(JsonBody.parse(body));
    Optional<String> path = fields.required("path");
    if (path.isPresent() && !STREAM.matcher(path.get()).matches()) {
      fields.wrong("path", "must be an event stream's address, such as /v1/events?state=active");
    }
    fields.finish();
    return path.orElseThrow();
  }

  private static Optional<Duration> duration(String text) {
    try {
      return Optional.of(Duration.parse(text))
          .filter(life -> life.toSeconds() > 0 && life.compareTo(LONGEST) <= 0);
    } catch (DateTimeParseException none) {
      return Optional.empty();
    }
  }
}

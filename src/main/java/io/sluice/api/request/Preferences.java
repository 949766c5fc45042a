package io.sluice.api.request;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code Prefer} header (RFC 7240), of which {@code wait} is understood. */
public final class Preferences {
  private static final Pattern WAIT =
      Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*\"?(\\d{1,9})\"?(?:$|[,;\\s])");

  private Preferences() {}

  /** How long the caller would wait for the end, cut to the longest that is allowed. */
  public static Optional<Duration> longestWait(Optional<String> prefer, Limits limits) {
    return prefer
        .map(WAIT::matcher)
        .filter(Matcher::find)
        .map(found -> Duration.ofSeconds(Long.parseLong(found.group(1))))
        .map(wait -> wait.compareTo(limits.longestWait()) < 0 ? wait : limits.longestWait());
  }
}

package io.sluice.api.request;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The {@code Prefer} header (RFC 7240), of which {@code wait} is understood. */
public final class Preferences {
  /** To the end where it has none. */
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)(?:\"|$)");

  private static final Pattern WAIT =
      Pattern.compile("\\s*wait\\s*=\\s*(\\d+)\\s*(?:;.*)?", Pattern.CASE_INSENSITIVE);

  /** More digits are more than any wait that is allowed. */
  private static final int DIGITS = 9;

  private Preferences() {}

  /**
   * How long the caller would wait for the end, cut to the longest that is allowed; of several the
   * first counts.
   */
  public static Optional<Duration> longestWait(
      Optional<String> prefer, RequestLimitsConfig limits) {
    return prefer.flatMap(Preferences::seconds).map(digits -> wait(digits, limits.longestWait()));
  }

  private static Optional<String> seconds(String prefer) {
    return Stream.of(QUOTED.matcher(prefer).replaceAll(Preferences::unquoted).split(",", -1))
        .map(WAIT::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1))
        .findFirst();
  }

  /** A number may be quoted; what else is quoted may look like another preference. */
  private static String unquoted(MatchResult quoted) {
    return quoted.group(1).matches("\\d+") ? quoted.group(1) : "?";
  }

  private static Duration wait(String digits, Duration longest) {
    String significant = digits.replaceFirst("^0+(?=\\d)", "");
    if (significant.length() > DIGITS) {
      return longest;
    }
    Duration wait = Duration.ofSeconds(Long.parseLong(significant));
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}

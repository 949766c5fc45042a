package io.sluice.api.file;

import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tags of an {@code If-Match} or {@code If-None-Match} header, or {@code *} for any. */
record EntityTags(boolean any, Set<String> tags) {
  /** A comma may stand inside of a tag. */
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"[!#-~\\x80-\\xff]*\"");

  private static final String WEAK = "W/";

  static EntityTags of(String header) {
    return new EntityTags(
        header.strip().equals("*"),
        TAG.matcher(header).results().map(MatchResult::group).collect(Collectors.toSet()));
  }

  /** Whether a strong tag is among them; none that calls itself weak is (RFC 9110, 8.8.3.2). */
  boolean include(String tag) {
    return any || tags.contains(tag);
  }

  /** Whether a tag is among them, weak or not. */
  boolean includeWeakly(String tag) {
    return include(tag) || tags.contains(WEAK + tag);
  }
}

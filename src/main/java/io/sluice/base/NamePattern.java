package io.sluice.base;

import java.util.Collection;

/** Names by a pattern, in which one {@code *} may stand for any text. */
public final class NamePattern {
  private NamePattern() {}

  /** Whether one of the patterns means the name. */
  public static boolean anyMatches(Collection<String> patterns, String name) {
    return patterns.stream().anyMatch(pattern -> matches(pattern, name));
  }

  public static boolean matches(String pattern, String name) {
    int star = pattern.indexOf('*');
    return star < 0
        ? pattern.equals(name)
        : name.length() >= pattern.length() - 1
            && name.startsWith(pattern.substring(0, star))
            && name.endsWith(pattern.substring(star + 1));
  }
}

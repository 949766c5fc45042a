package io.sluice.access;

import io.sluice.base.NamePattern;
import io.sluice.base.NearestName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Grants on connections, such as {@code sales:submit} or {@code *:read}. A connection's pattern is
 * a name in which one {@code *} may stand for any text.
 */
public record Grants(List<On> all) {
  public static final Grants NONE = new Grants(List.of());

  /** Everything on every connection. */
  public static final Grants ALL = new Grants(List.of(new On(Grant.OPERATE, "*")));

  private static final Pattern CONNECTION =
      Pattern.compile("(?=.)[A-Za-z0-9._-]{0,64}\\*?[A-Za-z0-9._-]{0,64}");

  /** One grant, and the connections that it is given on. */
  public record On(Grant grant, String connections) {
    boolean allows(Grant wanted, String connection) {
      return grant.includes(wanted) && NamePattern.matches(connections, connection);
    }

    @Override
    public String toString() {
      return connections + ":" + grant.label();
    }
  }

  public Grants {
    all = List.copyOf(all);
  }

  /** Whether one of them allows it on that connection. */
  public boolean allow(Grant wanted, String connection) {
    return all.stream().anyMatch(one -> one.allows(wanted, connection));
  }

  /** The patterns of the connections on which they allow it; none where that is every one. */
  public Optional<Set<String>> connections(Grant wanted) {
    Set<String> patterns =
        all.stream()
            .filter(one -> one.grant().includes(wanted))
            .map(On::connections)
            .collect(Collectors.toUnmodifiableSet());
    return Optional.of(patterns).filter(some -> !some.contains("*"));
  }

  /** These and those. */
  Grants and(Grants more) {
    return new Grants(Stream.concat(all.stream(), more.all.stream()).distinct().toList());
  }

  /**
   * The grants of a configuration's value; what is wrong with it is added to the problems.
   *
   * @param key of the value
   */
  static Grants parse(String key, List<String> texts, List<String> problems) {
    return new Grants(
        texts.stream()
            .map(String::strip)
            .flatMap(text -> parse(key, text, problems).stream())
            .toList());
  }

  private static Optional<On> parse(String key, String text, List<String> problems) {
    int colon = text.lastIndexOf(':');
    String connections = text.substring(0, Math.max(0, colon));
    String label = text.substring(colon + 1).toLowerCase(Locale.ROOT);
    Optional<Grant> grant = Grant.labelled(label);
    if (!CONNECTION.matcher(connections).matches()) {
      problems.add(
          "%s: \"%s\" is no grant; write CONNECTION:GRANT, such as sales:submit or *:read"
              .formatted(key, text));
      return Optional.empty();
    }
    if (grant.isEmpty()) {
      problems.add(
          "%s: \"%s\" names no grant that there is: %s"
              .formatted(
                  key,
                  text,
                  NearestName.of(label, labels())
                      .map(near -> "did you mean " + near + "?")
                      .orElse("read, submit or operate")));
    }
    return grant.map(known -> new On(known, connections));
  }

  private static Set<String> labels() {
    return Stream.of(Grant.values()).map(Grant::label).collect(Collectors.toSet());
  }

  @Override
  public String toString() {
    return all.stream().map(On::toString).collect(Collectors.joining(", "));
  }
}

package io.sluice.store;

import io.sluice.base.NamePattern;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which rows are meant: those to which all of it applies.
 *
 * @param states by name; none means any
 * @param table its id, or with a {@code *} at its end how it begins
 * @param endedBefore when
 * @param connections patterns, of which the connection matches one; see {@link NamePattern}
 */
public record Filter(
    Set<String> states,
    Optional<String> table,
    Optional<String> connection,
    Optional<String> batch,
    Optional<Instant> endedBefore,
    Optional<Set<String>> connections) {

  public static final Filter ALL = inStates(Set.of());

  public Filter {
    states = Set.copyOf(states);
  }

  public static Filter inStates(Set<String> states) {
    return new Filter(
        states,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public static Filter endedBefore(Instant limit) {
    return new Filter(
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(limit),
        Optional.empty());
  }

  /** The same of connections that match one of the patterns. */
  public Filter within(Set<String> patterns) {
    return new Filter(states, table, connection, batch, endedBefore, Optional.of(patterns));
  }

  public boolean matches(Labels labels) {
    return (states.isEmpty() || states.contains(labels.state()))
        && table.map(wanted -> matches(wanted, labels.table())).orElse(true)
        && connection.map(labels.connection()::equals).orElse(true)
        && batch.map(labels.batches()::contains).orElse(true)
        && connections
            .map(patterns -> NamePattern.anyMatches(patterns, labels.connection()))
            .orElse(true)
        && endedBefore.map(limit -> endedBefore(limit, labels)).orElse(true);
  }

  private static boolean matches(String wanted, String table) {
    return wanted.endsWith("*")
        ? table.startsWith(wanted.substring(0, wanted.length() - 1))
        : table.equals(wanted);
  }

  private static boolean endedBefore(Instant limit, Labels labels) {
    return labels.endedAt().filter(end -> end.isBefore(limit)).isPresent();
  }
}

package io.sluice.export.model;

import io.sluice.access.Caller;
import io.sluice.access.Grant;
import io.sluice.base.NamePattern;
import io.sluice.export.model.ExportState.Kind;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which exports are meant: those to which all of it applies.
 *
 * @param states none means any
 * @param table an id, or the start of ids with a {@code *} at the end
 * @param seen the patterns of the connections that whoever asks sees; none where they see all
 */
public record ExportFilter(
    Set<Kind> states,
    Optional<String> table,
    Optional<String> connection,
    Optional<String> batch,
    Optional<Set<String>> seen)
    implements Predicate<Export> {
  public static final ExportFilter ALL =
      of(Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

  public ExportFilter {
    states = Set.copyOf(states);
  }

  public static ExportFilter ofBatch(String id) {
    return of(Set.of(), Optional.empty(), Optional.empty(), Optional.of(id));
  }

  /** What is asked for, whoever asks. */
  public static ExportFilter of(
      Set<Kind> states,
      Optional<String> table,
      Optional<String> connection,
      Optional<String> batch) {
    return new ExportFilter(states, table, connection, batch, Optional.empty());
  }

  /** Of these, those that the caller sees. */
  public ExportFilter seenBy(Caller caller) {
    return new ExportFilter(
        states, table, connection, batch, caller.grants().connections(Grant.READ));
  }

  /** The same in these states alone. */
  public ExportFilter in(Set<Kind> others) {
    return new ExportFilter(others, table, connection, batch, seen);
  }

  @Override
  public boolean test(Export export) {
    return (states.isEmpty() || states.contains(export.state().kind()))
        && table.map(wanted -> matches(wanted, export.request().table().value())).orElse(true)
        && connection.map(export.request().connection()::equals).orElse(true)
        && batch.map(export.submission()::inBatch).orElse(true)
        && seen.map(patterns -> NamePattern.anyMatches(patterns, export.request().connection()))
            .orElse(true);
  }

  private static boolean matches(String wanted, String table) {
    return wanted.endsWith("*")
        ? table.startsWith(wanted.substring(0, wanted.length() - 1))
        : table.equals(wanted);
  }
}

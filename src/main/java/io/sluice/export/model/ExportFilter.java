package io.sluice.export.model;

import io.sluice.export.model.ExportState.Kind;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which exports are meant: those to which all of it applies.
 *
 * @param states none means any
 * @param table an id, or the start of ids with a {@code *} at the end
 */
public record ExportFilter(
    Set<Kind> states, Optional<String> table, Optional<String> connection, Optional<String> batch)
    implements Predicate<Export> {
  public static final ExportFilter ALL =
      new ExportFilter(Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

  public ExportFilter {
    states = Set.copyOf(states);
  }

  public static ExportFilter ofBatch(String id) {
    return new ExportFilter(Set.of(), Optional.empty(), Optional.empty(), Optional.of(id));
  }

  @Override
  public boolean test(Export export) {
    return (states.isEmpty() || states.contains(export.state().kind()))
        && table.map(wanted -> matches(wanted, export.request().table().value())).orElse(true)
        && connection.map(export.request().connection()::equals).orElse(true)
        && batch.map(export.submission()::inBatch).orElse(true);
  }

  private static boolean matches(String wanted, String table) {
    return wanted.endsWith("*")
        ? table.startsWith(wanted.substring(0, wanted.length() - 1))
        : table.equals(wanted);
  }
}

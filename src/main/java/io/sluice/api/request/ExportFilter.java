package io.sluice.api.request;

import io.sluice.base.NearestName;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportState;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which exports a list or a stream shows.
 *
 * @param states none means all; {@code active} and {@code ended} stand for several
 * @param table an id, or the start of ids with a {@code *} at the end
 */
public record ExportFilter(
    Set<String> states, Optional<String> table, Optional<String> connection, Optional<String> batch)
    implements Predicate<Export> {
  private static final String ACTIVE = "active";
  private static final String ENDED = "ended";

  /** Every state's name in the contract, in the order of the journey. */
  public static final List<String> STATES =
      List.of(
          "queued",
          "starting",
          "exporting",
          "downloading",
          "merging",
          "delivering",
          "succeeded",
          "failed",
          "cancelled");

  /** What the query asks for; unknown states are noted there. */
  public static ExportFilter of(Query query) {
    Set<String> states = new LinkedHashSet<>();
    for (String state : query.texts("state")) {
      String plain = state.toLowerCase(Locale.ROOT);
      if (STATES.contains(plain) || plain.equals(ACTIVE) || plain.equals(ENDED)) {
        states.add(plain);
      } else {
        query.wrong(
            "state", () -> "\"" + state + "\" is no state; " + NearestName.advice(state, all()));
      }
    }
    return new ExportFilter(
        states, query.text("table"), query.text("connection"), query.text("batch"));
  }

  public static ExportFilter ofBatch(String id) {
    return new ExportFilter(Set.of(), Optional.empty(), Optional.empty(), Optional.of(id));
  }

  @Override
  public boolean test(Export export) {
    return (states.isEmpty() || states.contains(export.state().label()) || inGroup(export))
        && table.map(wanted -> matches(wanted, export.request().table())).orElse(true)
        && connection.map(export.request().connection()::equals).orElse(true)
        && batch.map(wanted -> inBatch(export, wanted)).orElse(true);
  }

  private boolean inGroup(Export export) {
    return states.contains(export.state() instanceof ExportState.Active ? ACTIVE : ENDED);
  }

  private static boolean matches(String wanted, String table) {
    return wanted.endsWith("*")
        ? table.startsWith(wanted.substring(0, wanted.length() - 1))
        : table.equals(wanted);
  }

  private static boolean inBatch(Export export, String id) {
    return export.submission().batch().filter(batch -> batch.id().equals(id)).isPresent();
  }

  private static List<String> all() {
    String[] all = Arrays.copyOf(STATES.toArray(new String[0]), STATES.size() + 2);
    all[STATES.size()] = ACTIVE;
    all[STATES.size() + 1] = ENDED;
    return List.of(all);
  }
}

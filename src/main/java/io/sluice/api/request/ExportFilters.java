package io.sluice.api.request;

import io.sluice.base.NearestName;
import io.sluice.export.model.ExportFilter;
import io.sluice.export.model.ExportState.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which exports a list or a stream is asked for; {@code active} and {@code ended} name several
 * states.
 */
public final class ExportFilters {
  private static final Map<String, Set<Kind>> GROUPS =
      Map.of("active", Kind.underWay(), "ended", Kind.ended());

  private ExportFilters() {}

  /** What the query asks for; unknown states are noted there. */
  public static ExportFilter filter(Query query) {
    Set<Kind> states = new HashSet<>();
    for (String name : query.texts("state")) {
      Optional<Set<Kind>> meant = meaning(name.toLowerCase(Locale.ROOT));
      meant.ifPresent(states::addAll);
      if (meant.isEmpty()) {
        query.wrong(
            "state", () -> "\"" + name + "\" is no state; " + NearestName.advice(name, all()));
      }
    }
    return ExportFilter.of(
        states, query.text("table"), query.text("connection"), query.text("batch"));
  }

  private static Optional<Set<Kind>> meaning(String name) {
    return Optional.ofNullable(GROUPS.get(name))
        .or(
            () ->
                Stream.of(Kind.values())
                    .filter(kind -> kind.label().equals(name))
                    .map(Set::of)
                    .findFirst());
  }

  private static List<String> all() {
    return Stream.concat(Stream.of(Kind.values()).map(Kind::label), Stream.of("active", "ended"))
        .collect(Collectors.toList());
  }
}

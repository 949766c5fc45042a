package io.sluice.api.view;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportState.Kind;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the gateway does.
 *
 * @param busy whether any export has not ended
 * @param exports how many are in each state
 * @param watchers open event streams and requests that wait for an end
 */
@RegisterForReflection
public record Status(String version, boolean busy, Map<String, Long> exports, int watchers) {

  /**
   * What is said of the gateway.
   *
   * @param known how many are in each state that has any
   */
  public static Status of(String version, Map<String, Long> known, int watchers) {
    Map<String, Long> counts = none();
    counts.putAll(known);
    boolean busy = Kind.underWay().stream().anyMatch(kind -> counts.get(kind.label()) > 0);
    return new Status(version, busy, counts, watchers);
  }

  /** How many of them are in each of the states; each state is there, also with none. */
  static Map<String, Long> counts(Collection<Export> all) {
    Map<String, Long> counts = none();
    all.forEach(export -> counts.merge(export.state().label(), 1L, Long::sum));
    return counts;
  }

  private static Map<String, Long> none() {
    Map<String, Long> counts = new LinkedHashMap<>();
    Stream.of(Kind.values()).forEach(kind -> counts.put(kind.label(), 0L));
    return counts;
  }
}

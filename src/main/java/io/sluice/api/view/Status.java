package io.sluice.api.view;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.export.model.Export;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the gateway does.
 *
 * @param busy whether any export has not ended
 * @param exports how many are in each state
 * @param watchers open event streams and requests that wait for an end
 */
@RegisterForReflection
public record Status(String version, boolean busy, Map<String, Integer> exports, int watchers) {

  public static Status of(
      String version, List<String> states, Collection<Export> all, int watchers) {
    return new Status(
        version, all.stream().anyMatch(Export::active), counts(states, all), watchers);
  }

  /** How many are in each of the states; each state is there, also with none. */
  static Map<String, Integer> counts(List<String> states, Collection<Export> all) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    states.forEach(state -> counts.put(state, 0));
    all.forEach(export -> counts.merge(export.state().label(), 1, Integer::sum));
    return counts;
  }
}

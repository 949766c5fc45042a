package io.sluice.api.view;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.export.model.Batch;
import io.sluice.export.model.Export;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A batch and each of its exports, in the order asked.
 *
 * @param state {@code running}, then {@code succeeded} where all did, {@code failed} where any did,
 *     else {@code cancelled}
 * @param counts how many are in each state
 */
@RegisterForReflection
public record BatchView(
    String id,
    String state,
    Instant createdAt,
    Map<String, Long> counts,
    List<Representation> exports,
    Links links) {

  @RegisterForReflection
  public record Links(String self, String events, String exports) {}

  public static BatchView of(Batch batch) {
    Map<String, Long> counts = Status.counts(batch.exports());
    String self = "/v1/batches/" + batch.id();
    return new BatchView(
        batch.id(),
        state(batch, counts),
        batch.createdAt(),
        counts,
        batch.exports().stream().map(Representation::of).toList(),
        new Links(self, self + "/events", "/v1/exports?batch=" + batch.id()));
  }

  private static String state(Batch batch, Map<String, Long> counts) {
    if (batch.exports().stream().anyMatch(Export::active)) {
      return "running";
    }
    if (counts.get("failed") > 0) {
      return "failed";
    }
    return counts.get("cancelled") > 0 ? "cancelled" : "succeeded";
  }
}

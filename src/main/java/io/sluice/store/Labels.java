package io.sluice.store;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a row is found by.
 *
 * @param state its name
 * @param endedAt none as long as it is under way
 * @param owner who asked for it; keys of two owners are two keys
 * @param keys each with what the row is for it: nothing for a row alone, else its place in a batch,
 *     which is the batch or, with a position in it, {@code batch/position}. A key belongs to one
 *     row, or to the rows of one batch, and a position to one of them
 * @param digest equal for equal requests; empty where it is not known
 * @param batches whose member it is
 */
@RegisterForReflection
public record Labels(
    String state,
    Instant createdAt,
    Optional<Instant> endedAt,
    String connection,
    String table,
    Optional<String> owner,
    Map<String, String> keys,
    String digest,
    Set<String> batches) {
  public Labels {
    Stream.of(state, createdAt, endedAt, connection, table, owner, digest)
        .forEach(Objects::requireNonNull);
    keys = Map.copyOf(keys);
    batches = Set.copyOf(batches);
  }

  /** Whether it has not ended. */
  public boolean underWay() {
    return endedAt.isEmpty();
  }
}

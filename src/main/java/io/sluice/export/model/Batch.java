package io.sluice.export.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Exports that were asked for together, in the order asked. It is nothing but what its exports say:
 * one that was removed is no part of it any more.
 */
public record Batch(String id, List<Export> exports) {
  public Batch {
    exports = exports.stream().sorted(Comparator.comparingInt(position(id))).toList();
  }

  private static ToIntFunction<Export> position(String id) {
    return export -> export.submission().in(id).map(Submission.Membership::position).orElseThrow();
  }

  public Instant createdAt() {
    return exports.get(0).createdAt();
  }

  /** Whether any of them has not ended. */
  public boolean active() {
    return exports.stream().anyMatch(Export::active);
  }
}

package io.sluice.export.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Exports that were asked for together, in the order asked. It is nothing but what its exports say:
 * one that was removed is no part of it any more.
 */
public record Batch(String id, List<Export> exports) {
  private static final Comparator<Export> BY_POSITION =
      Comparator.comparingInt(
          export -> export.submission().batch().map(Submission.Membership::position).orElseThrow());

  public Batch {
    exports = exports.stream().sorted(BY_POSITION).toList();
  }

  /** One export that is asked for, and how. */
  public record Member(ExportRequest request, Submission submission) {}

  public Instant createdAt() {
    return exports.get(0).createdAt();
  }

  /** Whether any of them has not ended. */
  public boolean active() {
    return exports.stream().anyMatch(Export::active);
  }
}

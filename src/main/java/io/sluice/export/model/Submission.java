package io.sluice.export.model;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/**
 * How an export came to be asked for; kept with it, so that a repeated request is known again after
 * a restart.
 *
 * @param idempotencyKey the caller's own: asked for again under it, this export is the answer
 * @param batch what it is part of, if anything
 * @param trace that it belongs to, if any
 */
@RegisterForReflection
public record Submission(
    Optional<String> idempotencyKey, Optional<Membership> batch, Optional<Trace> trace) {

  /** By itself, without a key. */
  public static final Submission PLAIN =
      new Submission(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Part of a batch.
   *
   * @param id the batch's
   * @param position in the batch, from 0
   * @param digest of the batch's whole request
   */
  @RegisterForReflection
  public record Membership(String id, int position, String digest) {}

  /** One export by itself, with the idempotency key that it was asked for under, if any. */
  public static Submission alone(Optional<String> key, Optional<Trace> trace) {
    return new Submission(key, Optional.empty(), trace);
  }

  /** One export of a batch. */
  public static Submission member(
      Optional<String> key, Membership membership, Optional<Trace> trace) {
    return new Submission(key, Optional.of(membership), trace);
  }

  /** Whether nothing tells it from another submission of the same request. */
  public boolean plain() {
    return idempotencyKey.isEmpty() && batch.isEmpty();
  }

  /** Whether it was asked for under this idempotency key. */
  public boolean hasKey(String key) {
    return idempotencyKey.filter(key::equals).isPresent();
  }

  /** Whether it belongs to this batch. */
  public boolean inBatch(String id) {
    return batch.filter(membership -> membership.id().equals(id)).isPresent();
  }
}

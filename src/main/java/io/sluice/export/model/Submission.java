package io.sluice.export.model;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.base.ErrorCode;
import io.sluice.base.ExportId;
import io.sluice.base.SluiceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How an export came to be asked for; kept with it, so that a repeated request is known again after
 * a restart.
 *
 * @param owner who asked for it, where somebody was asked who they are
 * @param idempotencyKey asked for again under it, this export is the answer; see {@link #key}
 * @param batch that it was made for, if any
 * @param trace that it belongs to, if any
 * @param joined batches that found it under way and have it as their member too
 */
@RegisterForReflection
public record Submission(
    Optional<String> owner,
    Optional<String> idempotencyKey,
    Optional<Membership> batch,
    Optional<Trace> trace,
    List<Joined> joined) {
  private static final char OF = '\n';

  public Submission {
    owner = owner == null ? Optional.empty() : owner;
    joined = joined == null ? List.of() : List.copyOf(joined);
  }

  /** An idempotency key as it is kept: two callers' keys are two, whatever their texts. */
  public static String key(Optional<String> owner, String text) {
    return owner.map(name -> name + OF + text).orElse(text);
  }

  /** What the caller sent as such a key. */
  public static String keyText(String key) {
    return key.substring(key.lastIndexOf(OF) + 1);
  }

  /**
   * Part of a batch.
   *
   * @param id the batch's
   * @param position in the batch, from 0
   * @param digest of the batch's whole request
   */
  @RegisterForReflection
  public record Membership(String id, int position, String digest) {
    String place() {
      return id + "/" + position;
    }
  }

  /** One export by itself, with the idempotency key that it was asked for under, if any. */
  public static Submission alone(
      Optional<String> owner, Optional<String> key, Optional<Trace> trace) {
    return new Submission(owner, key, Optional.empty(), trace, List.of());
  }

  /** One export of a batch. */
  public static Submission member(
      Optional<String> owner, Optional<String> key, Membership membership, Optional<Trace> trace) {
    return new Submission(owner, key, Optional.of(membership), trace, List.of());
  }

  /**
   * Part of a batch that found it under way.
   *
   * @param key that the batch was asked for under, if any
   */
  @RegisterForReflection
  public record Joined(Membership membership, Optional<String> key) {}

  /** With one more batch; the same where it is a member already. */
  Submission joining(Joined more) {
    if (inBatch(more.membership().id())) {
      return this;
    }
    if (more.key().filter(keys()::containsKey).isPresent()) {
      throw new SluiceException(
          ErrorCode.IDEMPOTENCY_KEY_REUSED,
          "The Idempotency-Key \"" + keyText(more.key().get()) + "\" belongs to another batch");
    }
    return new Submission(
        owner,
        idempotencyKey,
        batch,
        trace,
        Stream.concat(joined.stream(), Stream.of(more)).toList());
  }

  /** Why that export cannot become a member of one more batch. */
  public static SluiceException keyTaken(ExportId export) {
    return new SluiceException(
        ErrorCode.IDEMPOTENCY_KEY_REUSED,
        "The Idempotency-Key belongs to another batch, which export %s was about to join"
            .formatted(export));
  }

  /** All keys under which it is the answer, each with its place in a batch, or nothing. */
  public Map<String, String> keys() {
    Map<String, String> keys = new HashMap<>();
    idempotencyKey.ifPresent(key -> keys.put(key, batch.map(Membership::place).orElse("")));
    joined.forEach(
        other -> other.key().ifPresent(key -> keys.put(key, other.membership().place())));
    return keys;
  }

  /** The batches whose member it is. */
  public Stream<Membership> memberships() {
    return Stream.concat(batch.stream(), joined.stream().map(Joined::membership));
  }

  /** Its place in the batch, where it belongs to that. */
  public Optional<Membership> in(String batchId) {
    return memberships().filter(membership -> membership.id().equals(batchId)).findFirst();
  }

  /** The batch that was asked for under the key; none where the key was that of one export. */
  public Optional<Membership> under(String key) {
    return idempotencyKey.filter(key::equals).isPresent()
        ? batch
        : joined.stream()
            .filter(other -> other.key().filter(key::equals).isPresent())
            .map(Joined::membership)
            .findFirst();
  }

  /** Whether it belongs to this batch. */
  public boolean inBatch(String id) {
    return in(id).isPresent();
  }
}

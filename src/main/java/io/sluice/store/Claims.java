package io.sluice.store;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/**
 * Gives a row to one process for a time. Each claim of a row has a greater fence than the one
 * before, so that a process which slept through the end of its claim cannot save any more. Nothing
 * blocks.
 */
public interface Claims {

  /**
   * A row that is claimed.
   *
   * @param holder the process
   */
  record Claim(String id, String holder, long fence) {}

  /**
   * The row for this holder; none where another holds it, it has ended, or there is no such row.
   * Who holds it already gets a new claim.
   *
   * @param time after which others may claim it
   */
  Uni<Optional<Claim>> claim(String id, String holder, Duration time);

  /** Whether it is still held; then for this time from now. */
  Uni<Boolean> renew(Claim claim, Duration time);

  /** Gives it back at once; nothing happens where it is lost already. */
  Uni<Void> release(Claim claim);
}

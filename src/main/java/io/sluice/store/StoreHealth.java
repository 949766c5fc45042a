package io.sluice.store;

import java.time.Instant;
import java.util.Optional;

/** Whether the store keeps what it is given, as its own writes showed. Never blocks. */
public interface StoreHealth {

  /** Why nothing is kept at the moment; none while writes succeed. */
  Optional<Trouble> trouble();

  /**
   * A write failed, and none has succeeded since for long enough.
   *
   * @param since when the first of these writes failed
   * @param reason what the last one met, and what to do about it
   */
  record Trouble(Instant since, String reason) {}
}

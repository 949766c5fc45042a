package io.sluice.simulation;

/** What no world does yet, and why: each is a defect that is found already. */
final class NotYet {
  /**
   * Of two batches with one key at the same time, one may join what the other has, is about to have
   * or had a moment ago: the key is given to both, or a place in the batch twice. A key is given
   * once where rows are inserted; where they are joined, any batch that two rows share lets it
   * pass.
   */
  static final boolean BATCHES_OF_A_KEY_MEET = true;

  /**
   * A store that processes share: a claim that fails once ends the start, or leaves an insertion
   * that nobody carries and everybody waits for; and who watches an export that nobody carries for
   * a while, as after a death, is told no end.
   */
  static final boolean DATABASES = false;

  /**
   * Two processes on one store: what another process carries is not joined by a batch, not told to
   * everybody's stream, and may be shown as queued after it has ended.
   */
  static final boolean TWO_PROCESSES = false;

  private NotYet() {}
}

package io.sluice.transfer;

/**
 * Hears how a transfer goes. Called on event loops and worker threads, on several at once; must
 * neither block nor throw.
 */
public interface TransferListener {

  /** A slice's turn has come: it is not complete yet, and is fetched now. */
  void begun(int slice);

  /** Bytes that came in; negative where what came in had to be thrown away. */
  void received(long bytes);

  /** Bytes that an earlier run left on disk and that need not come again: no part of any rate. */
  void resumed(long bytes);

  /** A slice is complete and verified (also one that was so from an earlier run). */
  void finished(SliceFile slice);
}

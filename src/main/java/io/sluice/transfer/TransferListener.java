package io.sluice.transfer;

/** Hears how a transfer goes; called on event loops, must not block. */
public interface TransferListener {

  /** Bytes that came in; negative where what came in had to be thrown away. */
  void received(long bytes);

  /** A slice is complete and verified (also one that was so from an earlier run). */
  void finished(SliceFile slice);
}

package io.sluice.parquet.merge;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;

/** Ends a merge between two batches. */
final class Cancellation {
  private volatile boolean cancelled;
  private volatile boolean leaving;

  /** Nobody waits for the result any more. */
  void cancel() {
    cancelled = true;
  }

  /** The gateway is leaving; the merge can be made again after the restart. */
  void leave() {
    leaving = true;
  }

  void check() {
    if (leaving) {
      throw new SluiceException(
          ErrorCode.SHUTTING_DOWN, "The gateway is leaving; the merge was ended.");
    }
    if (cancelled) {
      throw new SluiceException(ErrorCode.MERGE_FAILED, "The merge was cancelled.");
    }
  }
}

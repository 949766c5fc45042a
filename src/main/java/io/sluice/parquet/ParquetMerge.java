package io.sluice.parquet;

import io.smallrye.mutiny.Uni;

/** Makes one Parquet file of many slices. */
public interface ParquetMerge {

  /**
   * Writes {@code output}, complete and fsynced. Rows are counted on the way in and out and must
   * agree. Cancelling the subscription ends the work and removes what was written; the item comes
   * on a worker thread, not on an event loop.
   */
  Uni<MergeResult> merge(MergeRequest request);
}

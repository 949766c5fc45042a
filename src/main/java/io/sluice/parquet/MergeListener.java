package io.sluice.parquet;

/** Hears how a merge goes; called on worker threads. */
public interface MergeListener {

  /**
   * Rows were written; a negative number where rows that were told are written once more.
   *
   * @param rows since the last call
   */
  void rows(long rows);
}

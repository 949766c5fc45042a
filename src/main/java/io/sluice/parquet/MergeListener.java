package io.sluice.parquet;

/** Hears how a merge goes; called on worker threads. */
public interface MergeListener {

  /** So many rows more were written. */
  void rows(long rows);
}

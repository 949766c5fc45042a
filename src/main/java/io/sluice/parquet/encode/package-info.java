/**
 * Encodes row groups: a {@link io.sluice.parquet.encode.RowGroupWriter} hands each column of a
 * batch to a {@link io.sluice.parquet.encode.ColumnChunkEncoder}, columns in parallel on the {@link
 * io.sluice.parquet.encode.EncodePool}; pages are compressed as they fill and kept off the heap
 * until their row group is complete and goes to the file.
 *
 * <p>The encoders are our own, since making the file is what Sluice is for and no library does what
 * it needs: Arrow's writer cannot be reached from Java, and parquet-hadoop writes records one by
 * one from one thread, keeps a row group on the heap, and brings Hadoop's classes along. Footers
 * and page headers are written by parquet-format's own structures.
 */
package io.sluice.parquet.encode;

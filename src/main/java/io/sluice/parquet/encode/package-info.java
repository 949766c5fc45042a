/**
 * Encodes row groups: a {@link io.sluice.parquet.encode.RowGroupWriter} hands each column of a
 * batch to a {@link io.sluice.parquet.encode.ColumnChunkEncoder}, columns in parallel on the {@link
 * io.sluice.parquet.encode.EncodePool}; pages are compressed as they fill and kept off the heap
 * until their row group is complete and goes to the file.
 */
package io.sluice.parquet.encode;

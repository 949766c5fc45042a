/**
 * Makes one Parquet file of many slices: {@link io.sluice.parquet.ParquetMerge} decides from the
 * slices' footers whether a file is moved, stitched or rewritten, does so on a bounded pool of its
 * own, and counts the rows.
 */
package io.sluice.parquet;

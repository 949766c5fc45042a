/**
 * Carries out a plan on a bounded pool of threads: {@link
 * io.sluice.parquet.merge.LocalParquetMerge} stitches or rewrites, and counts the rows. A {@link
 * io.sluice.parquet.merge.MemoryBudget} lets rewrites in by what they will need, and {@link
 * io.sluice.parquet.merge.SliceReclaimer} removes slices early where the disk cannot hold both them
 * and the result.
 */
package io.sluice.parquet.merge;

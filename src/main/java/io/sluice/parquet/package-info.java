/**
 * Makes one Parquet file of many slices. {@link io.sluice.parquet.ParquetMerge} decides from the
 * slices' footers (a {@code MergePlan}) whether a lone slice is taken as it is, slices are
 * stitched, or rewritten with the columns of a {@code TypePlan}; does so on a bounded pool of its
 * own; and counts the rows. A {@code MemoryBudget} lets rewrites in by what they will need, and
 * {@code ConsumedSlices} removes slices early where the disk cannot hold both them and the result.
 */
package io.sluice.parquet;

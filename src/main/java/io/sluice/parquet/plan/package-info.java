/**
 * What a merge will do: a {@link io.sluice.parquet.plan.MergePlan} says from the slices' footers
 * whether a lone slice is taken as it is, slices are stitched, or rewritten with the columns of a
 * {@link io.sluice.parquet.plan.TypePlan}.
 */
package io.sluice.parquet.plan;

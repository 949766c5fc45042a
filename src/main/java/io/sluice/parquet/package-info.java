/**
 * Makes one Parquet file of many slices. This package is the contract: a {@link
 * io.sluice.parquet.ParquetMerge} carries out a {@link io.sluice.parquet.MergeRequest}. Package
 * {@code plan} decides from the slices' footers what is to be done; {@code merge} does it, with
 * {@code scan}, {@code values}, {@code encode} and {@code file}.
 */
package io.sluice.parquet;

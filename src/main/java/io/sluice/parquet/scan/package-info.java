/**
 * Reads slices with Arrow's Dataset API: one slice after the other, batch after batch; small
 * batches of CSV are put together.
 */
package io.sluice.parquet.scan;

/** Reads slices with Arrow's Dataset API: one slice after the other, batch after batch. */
package io.sluice.parquet.scan;

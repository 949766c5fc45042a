/**
 * Reads slices with Arrow's Dataset API: one slice after the other, batch after batch; small
 * batches are put together. CSV that would mislead Arrow's parser is read by FastCSV, and slices
 * that decode to much in portions (decisions 0004 and 0009).
 */
package io.sluice.parquet.scan;

/**
 * What a warehouse does on an export: a {@link io.sluice.sandbox.unload.Query} picks rows and
 * columns, {@link io.sluice.sandbox.unload.Unload} writes them into slices, as CSV without a header
 * or as Parquet, in the manner of Snowflake or of BigQuery (storage-api.md 5, 6).
 */
package io.sluice.sandbox.unload;

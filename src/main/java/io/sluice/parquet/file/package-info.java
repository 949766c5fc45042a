/**
 * Parquet files as bytes: reading and checking a slice's footer, linking or stitching slices, and
 * writing the result while its digests grow.
 */
package io.sluice.parquet.file;

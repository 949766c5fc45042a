/** Parquet files as bytes: reading a slice's footer, writing the result while its digests grow. */
package io.sluice.parquet.file;

/**
 * From Arrow vectors to plain arrays: a {@link io.sluice.parquet.values.ColumnSource} takes rows of
 * a vector, converts them where a conversion is planned, and appends them to the {@link
 * io.sluice.parquet.values.PageValues} that become one page. What values lose on the way is told to
 * {@link io.sluice.parquet.values.ConversionChanges} (decision 0005).
 */
package io.sluice.parquet.values;

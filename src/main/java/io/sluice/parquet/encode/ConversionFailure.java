package io.sluice.parquet.encode;

/**
 * The first value of a column that does not convert.
 *
 * @param column its place among the columns
 * @param row in the whole result, from 1
 * @param value cut to a length fit for a message
 */
public record ConversionFailure(int column, long row, String value) {}

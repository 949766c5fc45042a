package io.sluice.parquet.values;

import org.apache.arrow.vector.FieldVector;

/** Takes rows of a vector into a page; one for each way a column is converted. */
public interface ColumnSource {

  /**
   * Appends rows from {@code from} on until the vector has ended or the page is full.
   *
   * @return how many rows were taken; 0 where the page is full
   * @throws ConversionException at the first value that does not convert
   */
  int take(FieldVector vector, int from, PageValues page);
}

package io.sluice.parquet.scan;

import io.sluice.parquet.values.RowBatch;
import java.util.Optional;

/** The rows of one slice. */
public interface SliceReader extends AutoCloseable {

  /** The next rows; none at the slice's end. Throws {@code slice-corrupt}. */
  Optional<RowBatch> next();

  @Override
  void close();
}

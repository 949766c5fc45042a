package io.sluice.parquet.scan;

import io.sluice.parquet.values.PageValues;
import io.sluice.parquet.values.RowBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Puts small batches together: each batch becomes a page of each column, and from CSV with many
 * columns a batch has a few dozen rows only.
 */
public final class GatheringReader implements SliceReader {
  private static final long ENOUGH_BYTES = 16L << 20;

  private final SliceReader reader;

  public GatheringReader(SliceReader reader) {
    this.reader = reader;
  }

  @Override
  public Optional<RowBatch> next() {
    List<VectorSchemaRoot> parts = new ArrayList<>();
    try {
      long rows = 0;
      long bytes = 0;
      boolean more = true;
      while (more) {
        Optional<RowBatch> batch = reader.next();
        if (batch.isEmpty()) {
          break;
        }
        parts.addAll(batch.get().parts());
        rows += batch.get().rows();
        bytes += batch.get().bytes();
        more = rows + batch.get().rows() <= PageValues.MAX_ROWS && bytes < ENOUGH_BYTES;
      }
      return parts.isEmpty() ? Optional.empty() : Optional.of(new RowBatch(parts));
    } catch (RuntimeException e) {
      parts.forEach(VectorSchemaRoot::close);
      throw e;
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}

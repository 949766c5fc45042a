package io.sluice.parquet.values;

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Rows as they came from a scan, in one or several parts; whoever holds it closes it. */
public record RowBatch(List<VectorSchemaRoot> parts) implements AutoCloseable {
  public RowBatch {
    parts = List.copyOf(parts);
  }

  public int rows() {
    return parts.stream().mapToInt(VectorSchemaRoot::getRowCount).sum();
  }

  /** What the vectors take in memory. */
  public long bytes() {
    return parts.stream()
        .flatMap(part -> part.getFieldVectors().stream())
        .mapToLong(FieldVector::getBufferSize)
        .sum();
  }

  @Override
  public void close() {
    parts.forEach(VectorSchemaRoot::close);
  }
}

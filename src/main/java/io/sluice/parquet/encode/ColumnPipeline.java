package io.sluice.parquet.encode;

import io.sluice.parquet.values.ConversionException;
import io.sluice.parquet.values.PageValues;
import io.sluice.parquet.values.RowBatch;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** One column on its way into the file: its tasks run one after the other, in order. */
final class ColumnPipeline implements AutoCloseable {
  private final int number;
  private final TargetColumn column;
  private final ColumnChunkEncoder encoder;
  CompletableFuture<Void> tail = CompletableFuture.completedFuture(null);
  private volatile Optional<ConversionFailure> conversionFailure = Optional.empty();

  ColumnPipeline(int number, TargetColumn column, ColumnChunkEncoder encoder) {
    this.number = number;
    this.column = column;
    this.encoder = encoder;
  }

  /** Encodes the batch's values of this column. */
  void append(RowBatch batch, EncodeBuffers buffers) {
    for (VectorSchemaRoot part : batch.parts()) {
      FieldVector vector = part.getVector(number);
      for (int at = 0; at < vector.getValueCount(); ) {
        int taken = column.source().take(vector, at, buffers.page);
        at += taken;
        if (taken == 0) {
          encode(buffers);
        }
      }
    }
    encode(buffers);
  }

  private void encode(EncodeBuffers buffers) {
    if (buffers.page.rows() > 0) {
      encoder.add(buffers);
    }
    buffers.page.clear();
  }

  /**
   * Converts without encoding, until one value does not convert.
   *
   * @param firstRow the batch's first row, from 1
   */
  void check(RowBatch batch, long firstRow, PageValues page) {
    if (conversionFailure.isPresent()) {
      return;
    }
    long base = firstRow;
    for (VectorSchemaRoot part : batch.parts()) {
      FieldVector vector = part.getVector(number);
      try {
        for (int at = 0; at < vector.getValueCount(); ) {
          page.clear();
          at += column.source().take(vector, at, page);
        }
      } catch (ConversionException e) {
        conversionFailure = Optional.of(new ConversionFailure(number, base + e.row(), e.value()));
        break;
      }
      base += vector.getValueCount();
    }
    page.clear();
  }

  EncodedChunk finish(EncodeBuffers buffers) {
    return encoder.finish(buffers);
  }

  Optional<ConversionFailure> conversionFailure() {
    return conversionFailure;
  }

  @Override
  public void close() {
    encoder.close();
  }
}

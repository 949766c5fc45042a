package io.sluice.parquet.scan;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import io.sluice.parquet.values.RowBatch;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Puts the records that FastCSV reads into vectors as Arrow's scan makes them: empty and unquoted
 * is NULL. A record stands for the bytes that it took.
 */
final class CsvVectors extends AbstractBaseCsvCallbackHandler<Integer> implements AutoCloseable {
  private static final int FIRST_CAPACITY = 64;

  private final int columns;
  private final BufferAllocator allocator;
  private List<VarCharVector> vectors = List.of();
  private int rows;
  private int bytes;

  CsvVectors(int columns, BufferAllocator allocator) {
    this.columns = columns;
    this.allocator = allocator;
  }

  int rows() {
    return rows;
  }

  /** The rows since the last call, which now belong to the caller. */
  RowBatch take() {
    List<FieldVector> taken = List.copyOf(vectors);
    VectorSchemaRoot root =
        new VectorSchemaRoot(taken.stream().map(FieldVector::getField).toList(), taken, rows);
    root.setRowCount(rows);
    vectors = List.of();
    rows = 0;
    return new RowBatch(List.of(root));
  }

  @Override
  protected void handleBegin(long line) {
    bytes = 0;
    if (vectors.isEmpty()) {
      vectors = new ArrayList<>(columns);
      for (int i = 0; i < columns; i++) {
        VarCharVector vector = new VarCharVector("f" + i, allocator);
        vectors.add(vector);
        vector.setInitialCapacity(FIRST_CAPACITY);
        vector.allocateNew();
      }
    }
  }

  @Override
  protected void handleField(int field, char[] text, int offset, int length, boolean quoted) {
    if (field >= columns) {
      throw new CsvParseException("Expected " + columns + " columns, got more");
    }
    if (length == 0 && !quoted) {
      vectors.get(field).setNull(rows);
      return;
    }
    ByteBuffer value = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text, offset, length));
    int size = value.remaining();
    vectors.get(field).setSafe(rows, value, 0, size);
    bytes += size;
  }

  @Override
  protected void handleEmpty() {
    if (columns == 1) {
      vectors.get(0).setNull(rows);
    }
  }

  @Override
  protected Integer buildRecord() {
    boolean nullLine = columns == 1 && getFieldCount() == 0;
    if (getFieldCount() != columns && !nullLine) {
      throw new CsvParseException("Expected " + columns + " columns, got " + getFieldCount());
    }
    rows++;
    return bytes;
  }

  @Override
  public void close() {
    vectors.forEach(VarCharVector::close);
    vectors = List.of();
    rows = 0;
  }
}

package io.sluice.parquet.scan;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.parquet.values.RowBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.dataset.file.FileFormat;
import org.apache.arrow.dataset.scanner.ScanOptions;
import org.apache.arrow.dataset.scanner.csv.CsvConvertOptions;
import org.apache.arrow.dataset.scanner.csv.CsvFragmentScanOptions;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A header-less CSV slice (storage-api.md 5), every column as text: empty and unquoted is NULL,
 * quoted and empty is ''. A row that is larger than Arrow's block makes it begin again with larger
 * blocks, behind the rows that were delivered already.
 */
public final class CsvReader implements SliceReader {
  private static final int FIRST_BLOCK = 1 << 20;
  private static final int LARGEST_BLOCK = 1 << 29;
  private static final int BATCH_ROWS = 1 << 16;

  private final Path slice;
  private final int columns;
  private final BufferAllocator allocator;
  private final boolean empty;
  private int block = FIRST_BLOCK;
  private long delivered;
  private long skip;
  private Optional<SliceScan> scan = Optional.empty();

  public CsvReader(Path slice, int columns, BufferAllocator allocator) {
    this.slice = slice;
    this.columns = columns;
    this.allocator = allocator;
    int found = FirstRecord.fields(slice);
    this.empty = found == 0;
    if (!empty && found != columns) {
      throw new SluiceException(
          ErrorCode.SLICE_CORRUPT,
          "The slice "
              + slice.getFileName()
              + " has "
              + found
              + " columns in its first row where the table has "
              + columns
              + ".");
    }
  }

  @Override
  public Optional<RowBatch> next() {
    while (!empty) {
      try {
        if (scan.isEmpty()) {
          scan = Optional.of(open());
        }
        Optional<RowBatch> batch = scan.get().next();
        if (batch.isEmpty()) {
          return batch;
        }
        Optional<RowBatch> unseen = unseen(batch.get());
        if (unseen.isPresent()) {
          return unseen;
        }
      } catch (SluiceException e) {
        if (!NativeMessage.isBlockTooSmall(e) || block >= LARGEST_BLOCK) {
          throw e;
        }
        close();
        block *= 4;
        skip = delivered;
      }
    }
    return Optional.empty();
  }

  /** What of the batch was not delivered before the slice was begun again. */
  private Optional<RowBatch> unseen(RowBatch batch) {
    int rows = batch.rows();
    if (skip >= rows) {
      skip -= rows;
      batch.close();
      return Optional.empty();
    }
    RowBatch unseen = batch;
    if (skip > 0) {
      VectorSchemaRoot part = batch.parts().get(0);
      unseen = new RowBatch(List.of(part.slice((int) skip, rows - (int) skip)));
      batch.close();
      skip = 0;
    }
    delivered += unseen.rows();
    return Optional.of(unseen);
  }

  private SliceScan open() {
    CsvConvertOptions convert =
        new CsvConvertOptions(
            new HashMap<>(
                Map.of(
                    "null_values", "",
                    "strings_can_be_null", "true",
                    "quoted_strings_can_be_null", "false")));
    Map<String, String> read =
        new HashMap<>(
            Map.of("autogenerate_column_names", "true", "block_size", String.valueOf(block)));
    Map<String, String> parse =
        new HashMap<>(
            Map.of(
                "newlines_in_values", "true", "ignore_empty_lines", String.valueOf(columns > 1)));
    return new SliceScan(
        slice,
        FileFormat.CSV,
        schema(),
        new ScanOptions.Builder(BATCH_ROWS)
            .columns(Optional.empty())
            .fragmentScanOptions(new CsvFragmentScanOptions(convert, read, parse))
            .build(),
        Optional.of(new CsvFragmentScanOptions(convert, read, parse)),
        allocator);
  }

  private Schema schema() {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      fields.add(Field.nullable("f" + i, ArrowType.Utf8.INSTANCE));
    }
    return new Schema(fields);
  }

  @Override
  public void close() {
    scan.ifPresent(SliceScan::close);
    scan = Optional.empty();
  }
}

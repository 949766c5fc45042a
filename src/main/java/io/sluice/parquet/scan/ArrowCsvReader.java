package io.sluice.parquet.scan;

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
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * CSV by Arrow's parser. It needs a block that holds the longest record; it may go wrong where a
 * NUL byte is near, and drops a byte order mark.
 */
final class ArrowCsvReader implements SliceReader {
  private static final long SMALLEST_BLOCK = 1 << 20;
  private static final long LINE_END = 2;
  private static final int BATCH_ROWS = 1 << 16;

  private final SliceScan scan;

  ArrowCsvReader(Path slice, int columns, long longestRecord, BufferAllocator allocator) {
    long block = Math.max(SMALLEST_BLOCK, longestRecord + LINE_END);
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
        new HashMap<>(Map.of("newlines_in_values", "true", "ignore_empty_lines", "false"));
    this.scan =
        new SliceScan(
            slice,
            FileFormat.CSV,
            schema(columns),
            new ScanOptions.Builder(BATCH_ROWS)
                .columns(Optional.empty())
                .fragmentScanOptions(new CsvFragmentScanOptions(convert, read, parse))
                .build(),
            Optional.of(new CsvFragmentScanOptions(convert, read, parse)),
            allocator);
  }

  private static Schema schema(int columns) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      fields.add(Field.nullable("f" + i, ArrowType.Utf8.INSTANCE));
    }
    return new Schema(fields);
  }

  @Override
  public Optional<RowBatch> next() {
    return scan.next();
  }

  @Override
  public void close() {
    scan.close();
  }
}

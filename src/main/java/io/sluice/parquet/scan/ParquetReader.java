package io.sluice.parquet.scan;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.parquet.file.RenamedSlice;
import io.sluice.parquet.type.ColumnType;
import io.sluice.parquet.values.RowBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.dataset.file.FileFormat;
import org.apache.arrow.dataset.scanner.ScanOptions;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** A Parquet slice, its columns found by name and widened to the types asked for. */
public final class ParquetReader implements SliceReader {
  private final Path slice;
  private final List<String> names;
  private final Optional<RenamedSlice> renamed;
  private final SliceScan scan;

  public ParquetReader(
      Path slice,
      List<String> names,
      List<ColumnType> types,
      int batchRows,
      BufferAllocator allocator) {
    this.slice = slice;
    this.names = List.copyOf(names);
    renamed = RenamedSlice.isNeeded(names) ? Optional.of(RenamedSlice.of(slice)) : Optional.empty();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      fields.add(
          Field.nullable(renamed.map(copy -> copy.name(name)).orElse(name), types.get(i).arrow()));
    }
    scan =
        new SliceScan(
            renamed.map(RenamedSlice::file).orElse(slice),
            FileFormat.PARQUET,
            new Schema(fields),
            new ScanOptions.Builder(batchRows).columns(Optional.empty()).build(),
            Optional.empty(),
            allocator);
  }

  @Override
  public Optional<RowBatch> next() {
    Optional<RowBatch> batch = scan.next();
    batch.ifPresent(this::check);
    return batch;
  }

  private void check(RowBatch batch) {
    for (VectorSchemaRoot part : batch.parts()) {
      for (int column = 0; column < names.size(); column++) {
        if (part.getVector(column) instanceof VarCharVector text && !Utf8.isIn(text)) {
          batch.close();
          throw new SluiceException(
              ErrorCode.SLICE_CORRUPT,
              "The slice %s has text that is no UTF-8 in the column \"%s\"."
                  .formatted(slice.getFileName(), names.get(column)));
        }
      }
    }
  }

  @Override
  public void close() {
    scan.close();
    renamed.ifPresent(RenamedSlice::close);
  }
}

package io.sluice.parquet.scan;

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
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** A Parquet slice, its columns found by name and widened to the types asked for. */
public final class ParquetReader implements SliceReader {
  private final Optional<RenamedSlice> renamed;
  private final SliceScan scan;

  public ParquetReader(
      Path slice,
      List<String> names,
      List<ColumnType> types,
      int batchRows,
      BufferAllocator allocator) {
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
    return scan.next();
  }

  @Override
  public void close() {
    scan.close();
    renamed.ifPresent(RenamedSlice::close);
  }
}

package io.sluice.parquet.scan;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.csv.CsvFile;
import io.sluice.parquet.values.RowBatch;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/** CSV by FastCSV: slower than Arrow, its longest value on the heap, and exact. */
final class FastCsvReader implements SliceReader {
  private static final int BATCH_ROWS = 1 << 14;
  private static final long BATCH_BYTES = 4L << 20;

  /** 16 MB are legal (storage-api.md 5), and FastCSV keeps two bytes a character on the heap. */
  private static final int LONGEST_VALUE = 1 << 24;

  /** Characters that FastCSV may hold besides the value that it reads. */
  private static final int READ_AHEAD = 1 << 16;

  private final Path slice;
  private final CsvVectors vectors;
  private final CloseableIterator<Integer> records;
  private long read;

  FastCsvReader(Path slice, int columns, long longestRecord, BufferAllocator allocator) {
    this.slice = slice;
    this.vectors = new CsvVectors(columns, allocator);
    try {
      this.records =
          CsvReader.builder()
              .skipEmptyLines(false)
              .maxBufferSize((int) Math.min(longestRecord, LONGEST_VALUE) + READ_AHEAD)
              // A decoder of its own refuses what is no UTF-8; given a charset, it is replaced.
              .build(
                  vectors,
                  new InputStreamReader(CsvFile.open(slice), StandardCharsets.UTF_8.newDecoder()))
              .iterator();
    } catch (IOException e) {
      throw CsvFile.unreadable(slice, e);
    }
  }

  @Override
  public Optional<RowBatch> next() {
    try {
      long bytes = 0;
      while (vectors.rows() < BATCH_ROWS && bytes < BATCH_BYTES && records.hasNext()) {
        bytes += records.next();
        read++;
      }
      return vectors.rows() == 0 ? Optional.empty() : Optional.of(vectors.take());
    } catch (UncheckedIOException e) {
      throw e.getCause() instanceof CharacterCodingException
          ? corrupt("it is no UTF-8", e)
          : CsvFile.unreadable(slice, e.getCause());
    } catch (CsvParseException e) {
      throw corrupt(NativeMessage.firstLine(e.getCause() == null ? e : e.getCause()), e);
    }
  }

  private SluiceException corrupt(String why, RuntimeException cause) {
    return new SluiceException(
        ErrorCode.SLICE_CORRUPT,
        "The slice %s cannot be read after record %d: %s."
            .formatted(slice.getFileName(), read, why),
        cause);
  }

  @Override
  public void close() {
    vectors.close();
    try {
      records.close();
    } catch (IOException e) {
      throw CsvFile.unreadable(slice, e);
    }
  }
}

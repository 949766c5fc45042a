package io.sluice.parquet.scan;

import io.sluice.base.DiskFailure;
import io.sluice.csv.CsvPortions;
import io.sluice.csv.CsvSummary;
import io.sluice.parquet.values.RowBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A large CSV slice read some records at a time, which are a file of their own meanwhile: Arrow
 * parses up to a gigabyte ahead of its reader, as it does with Parquet.
 */
final class CsvPortionsReader implements SliceReader {
  /** What a portion decodes to: many batches, and little beside what a rewrite takes anyway. */
  static final long DECODED = 64L << 20;

  private final CsvSummary summary;
  private final Path file;
  private final BufferAllocator allocator;
  private final CsvPortions portions;
  private Optional<SliceReader> reader = Optional.empty();
  private boolean ended;

  /**
   * @param summary of the whole slice
   * @param file where each portion lies while it is read
   */
  CsvPortionsReader(Path slice, CsvSummary summary, Path file, BufferAllocator allocator) {
    this.summary = summary;
    this.file = file;
    this.allocator = allocator;
    this.portions = new CsvPortions(slice, summary.columns(), DECODED);
  }

  @Override
  public Optional<RowBatch> next() {
    while (!ended) {
      if (reader.isEmpty()) {
        open(portions.write(file));
      }
      Optional<RowBatch> batch = reader.flatMap(SliceReader::next);
      if (batch.isPresent()) {
        return batch;
      }
      closeReader();
    }
    return Optional.empty();
  }

  private void open(long records) {
    ended = records == 0;
    if (!ended) {
      reader = Optional.of(reader(records));
    }
  }

  /** Arrow takes a lone record without a line end for none. */
  private SliceReader reader(long records) {
    return records == 1
        ? new FastCsvReader(file, summary.columns(), summary.longestRecord(), allocator)
        : new ArrowCsvReader(file, summary.columns(), summary.longestRecord(), allocator);
  }

  private void closeReader() {
    reader.ifPresent(SliceReader::close);
    reader = Optional.empty();
  }

  @Override
  public void close() {
    closeReader();
    portions.close();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw DiskFailure.of("A portion of a slice could not be removed", file, e);
    }
  }
}

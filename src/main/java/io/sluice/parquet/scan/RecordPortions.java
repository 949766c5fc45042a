package io.sluice.parquet.scan;

import io.sluice.csv.CsvPortions;
import io.sluice.csv.CsvSummary;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/** Some records of a large CSV slice after the other. */
final class RecordPortions implements PortionsReader.Portions {
  /** What a portion decodes to: many batches, and little beside what a rewrite takes anyway. */
  static final long DECODED = 64L << 20;

  private final CsvSummary summary;
  private final BufferAllocator allocator;
  private final CsvPortions portions;

  /**
   * @param summary of the whole slice
   */
  RecordPortions(Path slice, CsvSummary summary, BufferAllocator allocator) {
    this.summary = summary;
    this.allocator = allocator;
    this.portions = new CsvPortions(slice, summary.columns(), DECODED);
  }

  @Override
  public Optional<SliceReader> next(Path file) {
    long records = portions.write(file);
    return records == 0 ? Optional.empty() : Optional.of(reader(file, records));
  }

  /** Arrow takes a lone record without a line end for none. */
  private SliceReader reader(Path file, long records) {
    return records == 1
        ? new FastCsvReader(file, summary.columns(), summary.longestRecord(), allocator)
        : new ArrowCsvReader(file, summary.columns(), summary.longestRecord(), allocator);
  }

  @Override
  public void close() {
    portions.close();
  }
}

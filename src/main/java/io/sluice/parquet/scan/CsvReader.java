package io.sluice.parquet.scan;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.csv.CsvSummary;
import io.sluice.parquet.values.RowBatch;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A header-less CSV slice (storage-api.md 5), every column as text: empty and unquoted is NULL,
 * quoted and empty is ''. Arrow reads it where it can be trusted to, and the rows are held against
 * the slice's own count.
 */
public final class CsvReader implements SliceReader {
  /** Arrow takes memory for eleven of the longest record. */
  private static final long LONGEST_FOR_ARROW = 8L << 20;

  private static final long LONGEST_RECORD = 256L << 20;

  private final Path slice;
  private final CsvSummary summary;
  private final Optional<SliceReader> reader;
  private long rows;

  /**
   * Opens the slice.
   *
   * @param summary what the slice holds, counted beforehand
   * @param columns of the table
   * @param portion where parts of a large slice lie while they are read
   */
  public CsvReader(
      Path slice, CsvSummary summary, int columns, Path portion, BufferAllocator allocator) {
    this.slice = slice;
    this.summary = summary;
    check(columns);
    if (summary.records() == 0) {
      this.reader = Optional.empty();
    } else if (!arrowReads(summary)) {
      this.reader =
          Optional.of(new FastCsvReader(slice, columns, summary.longestRecord(), allocator));
    } else if (summary.decoded() > RecordPortions.DECODED) {
      this.reader =
          Optional.of(new PortionsReader(new RecordPortions(slice, summary, allocator), portion));
    } else {
      this.reader =
          Optional.of(new ArrowCsvReader(slice, columns, summary.longestRecord(), allocator));
    }
  }

  /**
   * Arrow also takes a lone record without a line end for none, and a last value that is not even
   * followed by a line end for quoted where the one before it is.
   */
  private static boolean arrowReads(CsvSummary summary) {
    return !summary.nul()
        && !summary.byteOrderMark()
        && !summary.endsWithSeparator()
        && summary.records() > 1
        && summary.longestRecord() <= LONGEST_FOR_ARROW;
  }

  private void check(int columns) {
    if (summary.records() > 0 && summary.columns() != columns) {
      throw corrupt(
          "has " + summary.columns() + " columns in its first row where the table has " + columns);
    }
    if (columns > 1 && summary.emptyLine().isPresent()) {
      throw corrupt(
          "has an empty line as record "
              + summary.emptyLine().getAsLong()
              + " where the table has "
              + columns
              + " columns");
    }
    if (summary.longestRecord() > LONGEST_RECORD) {
      throw new SluiceException(
          ErrorCode.SLICE_TOO_LARGE,
          "The slice %s has a record of %d MiB, where %d are the most. Ask for fewer columns."
              .formatted(slice.getFileName(), summary.longestRecord() >> 20, LONGEST_RECORD >> 20));
    }
  }

  @Override
  public Optional<RowBatch> next() {
    Optional<RowBatch> batch = reader.flatMap(SliceReader::next);
    rows += batch.map(RowBatch::rows).orElse(0);
    if (batch.isEmpty() && rows != summary.records()) {
      throw corrupt("holds " + summary.records() + " records, but " + rows + " rows were read");
    }
    return batch;
  }

  private SluiceException corrupt(String what) {
    return new SluiceException(
        ErrorCode.SLICE_CORRUPT, "The slice " + slice.getFileName() + " " + what + ".");
  }

  @Override
  public void close() {
    reader.ifPresent(SliceReader::close);
  }
}

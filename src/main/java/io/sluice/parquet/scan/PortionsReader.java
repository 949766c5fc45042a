package io.sluice.parquet.scan;

import io.sluice.base.DiskFailure;
import io.sluice.parquet.file.PortionFile;
import io.sluice.parquet.file.SliceFooter;
import io.sluice.parquet.values.RowBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A Parquet slice read some row groups at a time, which are a file of their own meanwhile. Of a
 * whole slice Arrow decodes up to a gigabyte ahead of its reader, and nothing that Java can set
 * bounds that.
 */
public final class PortionsReader implements SliceReader {
  private final SliceFooter slice;
  private final Path file;
  private final Function<Path, SliceReader> readers;
  private Optional<SliceReader> reader = Optional.empty();
  private final Iterator<Integer> portions;
  private int next;

  /**
   * @param portions how many row groups are read together, one after the other
   * @param file where each portion lies while it is read
   * @param readers opens one
   */
  public PortionsReader(
      Path slice, List<Integer> portions, Path file, Function<Path, SliceReader> readers) {
    this.slice = SliceFooter.read(slice);
    this.portions = portions.iterator();
    this.file = file;
    this.readers = readers;
  }

  @Override
  public Optional<RowBatch> next() {
    while (reader.isPresent() || portions.hasNext()) {
      if (reader.isEmpty()) {
        int end = next + portions.next();
        PortionFile.write(slice, next, end, file);
        next = end;
        reader = Optional.of(readers.apply(file));
      }
      Optional<RowBatch> batch = reader.get().next();
      if (batch.isPresent()) {
        return batch;
      }
      closeReader();
    }
    return Optional.empty();
  }

  private void closeReader() {
    reader.ifPresent(SliceReader::close);
    reader = Optional.empty();
  }

  @Override
  public void close() {
    closeReader();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw DiskFailure.of("A portion of a slice could not be removed", file, e);
    }
  }
}

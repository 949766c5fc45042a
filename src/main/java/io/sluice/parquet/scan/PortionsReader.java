package io.sluice.parquet.scan;

import io.sluice.base.DiskFailure;
import io.sluice.parquet.values.RowBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A slice read some rows at a time, which are a file of their own meanwhile. Of a whole slice Arrow
 * decodes up to a gigabyte ahead of its reader, and nothing that Java can set bounds that.
 */
public final class PortionsReader implements SliceReader {
  private final Portions portions;
  private final Path file;
  private Optional<SliceReader> reader = Optional.empty();
  private boolean ended;

  /** The parts of one slice, in order. */
  public interface Portions extends AutoCloseable {

    /** Writes the next one into the file, over what is there, and opens it; none at the end. */
    Optional<SliceReader> next(Path file);

    @Override
    void close();
  }

  /**
   * @param portions closed with this
   * @param file where each portion lies while it is read
   */
  public PortionsReader(Portions portions, Path file) {
    this.portions = portions;
    this.file = file;
  }

  @Override
  public Optional<RowBatch> next() {
    while (!ended) {
      if (reader.isEmpty()) {
        reader = portions.next(file);
        ended = reader.isEmpty();
      }
      Optional<RowBatch> batch = reader.flatMap(SliceReader::next);
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
    portions.close();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw DiskFailure.of("A portion of a slice could not be removed", file, e);
    }
  }
}

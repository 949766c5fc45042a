package io.sluice.parquet.scan;

import io.sluice.parquet.file.PortionFile;
import io.sluice.parquet.file.SliceFooter;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Some row groups of a Parquet slice after the other. */
public final class RowGroupPortions implements PortionsReader.Portions {
  private final SliceFooter slice;
  private final Iterator<Integer> sizes;
  private final Function<Path, SliceReader> readers;
  private int next;

  /**
   * @param sizes how many row groups are read together, one after the other
   * @param readers opens one
   */
  public RowGroupPortions(Path slice, List<Integer> sizes, Function<Path, SliceReader> readers) {
    this.slice = SliceFooter.read(slice);
    this.sizes = sizes.iterator();
    this.readers = readers;
  }

  @Override
  public Optional<SliceReader> next(Path file) {
    if (!sizes.hasNext()) {
      return Optional.empty();
    }
    int end = next + sizes.next();
    PortionFile.write(slice, next, end, file);
    next = end;
    return Optional.of(readers.apply(file));
  }

  /** Nothing stays open between two. */
  @Override
  public void close() {}
}

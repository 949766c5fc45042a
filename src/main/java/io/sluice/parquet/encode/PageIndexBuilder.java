package io.sluice.parquet.encode;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.Statistics;

/** Page index and statistics of one column chunk, gathered page by page. */
final class PageIndexBuilder {
  private static final int SHOWN = 64;

  private final Comparator<byte[]> order;
  private final boolean truncated;
  private final List<Optional<MinMax>> pages = new ArrayList<>();
  private final List<Long> nulls = new ArrayList<>();
  private final List<Boolean> nullPages = new ArrayList<>();
  private final List<PageLocation> locations = new ArrayList<>();
  private Optional<MinMax> bounds = Optional.empty();
  private boolean unbounded;
  private long nullCount;
  private long rows;

  /**
   * @param truncated whether values may be long, hence are cut
   */
  PageIndexBuilder(Comparator<byte[]> order, boolean truncated) {
    this.order = order;
    this.truncated = truncated;
  }

  /**
   * @param offset from the first byte of the chunk's data pages
   */
  void add(Optional<MinMax> page, int pageRows, int pageNulls, long offset, int size) {
    pages.add(page.map(this::cut));
    nulls.add((long) pageNulls);
    nullPages.add(pageNulls == pageRows);
    unbounded |= page.isEmpty() && pageNulls < pageRows;
    locations.add(new PageLocation(offset, size, rows));
    bounds = bounds.isEmpty() ? page : page.map(p -> p.and(bounds.get(), order)).or(() -> bounds);
    nullCount += pageNulls;
    rows += pageRows;
  }

  private MinMax cut(MinMax exact) {
    return truncated
        ? new MinMax(
            BoundTruncation.lower(exact.min(), SHOWN), BoundTruncation.upper(exact.max(), SHOWN))
        : exact;
  }

  long rows() {
    return rows;
  }

  Statistics statistics() {
    Statistics statistics = new Statistics().setNull_count(nullCount);
    bounds
        .filter(all -> !unbounded)
        .ifPresent(
            exact -> {
              MinMax shown = cut(exact);
              statistics
                  .setMin_value(shown.min())
                  .setMax_value(shown.max())
                  .setIs_min_value_exact(order.compare(shown.min(), exact.min()) == 0)
                  .setIs_max_value_exact(order.compare(shown.max(), exact.max()) == 0);
            });
    return statistics;
  }

  /**
   * @param start where the chunk's data pages begin in the file
   */
  OffsetIndex offsets(long start) {
    locations.forEach(location -> location.setOffset(start + location.getOffset()));
    return new OffsetIndex(locations);
  }

  /** None where a page that is not all NULL has no bounds (it holds a NaN). */
  Optional<ColumnIndex> columns() {
    if (unbounded) {
      return Optional.empty();
    }
    List<ByteBuffer> min = new ArrayList<>();
    List<ByteBuffer> max = new ArrayList<>();
    for (int i = 0; i < pages.size(); i++) {
      min.add(ByteBuffer.wrap(pages.get(i).map(MinMax::min).orElse(new byte[0])));
      max.add(ByteBuffer.wrap(pages.get(i).map(MinMax::max).orElse(new byte[0])));
    }
    return Optional.of(new ColumnIndex(nullPages, min, max, boundaryOrder()).setNull_counts(nulls));
  }

  private BoundaryOrder boundaryOrder() {
    List<MinMax> known = pages.stream().flatMap(Optional::stream).toList();
    boolean ascending = true;
    boolean descending = true;
    for (int i = 1; i < known.size(); i++) {
      int min = order.compare(known.get(i - 1).min(), known.get(i).min());
      int max = order.compare(known.get(i - 1).max(), known.get(i).max());
      ascending &= min <= 0 && max <= 0;
      descending &= min >= 0 && max >= 0;
    }
    if (ascending) {
      return BoundaryOrder.ASCENDING;
    }
    return descending ? BoundaryOrder.DESCENDING : BoundaryOrder.UNORDERED;
  }
}

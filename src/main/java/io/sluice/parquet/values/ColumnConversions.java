package io.sluice.parquet.values;

import io.sluice.parquet.type.ColumnType;
import io.sluice.parquet.type.ColumnType.Kind;
import java.util.Optional;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.TimeUnit;

/** The source for each pair of types: what the scan delivers, what the file shall hold. */
public final class ColumnConversions {
  private ColumnConversions() {}

  /** Whether {@link #find} knows a way from one to the other. */
  public static boolean convertible(ColumnType from, ColumnType to) {
    return find(from, to, new ConversionChanges()).isPresent();
  }

  /**
   * A source for one column, if there is a way.
   *
   * @param changes is told what values lose on the way
   */
  public static Optional<ColumnSource> find(
      ColumnType from, ColumnType to, ConversionChanges changes) {
    if (from.equals(to)) {
      return Optional.of(unchanged(to));
    }
    if (from.kind() == Kind.TEXT) {
      return TextParsers.to(to).map(parser -> new TextSource(parser, changes));
    }
    if (isNanosToMicros(from, to)) {
      return Optional.of(new NanosSource(to.utc(), changes));
    }
    return isWholeDecimal(from, to)
        ? Optional.of(ColumnConversions::wholeDecimals)
        : Optional.empty();
  }

  private static ColumnSource unchanged(ColumnType type) {
    return switch (type.kind()) {
      case TEXT, BYTES -> new BytesSource();
      case FIXED_BYTES -> new FixedBytesSource(type.precision());
      case BOOLEAN -> ColumnConversions::booleans;
      case INT32, FLOAT32, DATE -> ColumnConversions::ints;
      case INT64, FLOAT64, TIMESTAMP -> ColumnConversions::longs;
      case TIME ->
          type.unit() == TimeUnit.MILLISECOND ? ColumnConversions::ints : ColumnConversions::longs;
      case DECIMAL -> new DecimalSource(type);
    };
  }

  private static boolean isNanosToMicros(ColumnType from, ColumnType to) {
    return from.kind() == Kind.TIMESTAMP
        && from.unit() == TimeUnit.NANOSECOND
        && to.equals(ColumnType.timestamp(TimeUnit.MICROSECOND, from.utc()));
  }

  private static boolean isWholeDecimal(ColumnType from, ColumnType to) {
    return from.kind() == Kind.DECIMAL && from.scale() == 0 && to.kind() == Kind.INT64;
  }

  private static int room(FieldVector vector, int from, PageValues page) {
    return Math.min(page.roomForRows(), vector.getValueCount() - from);
  }

  private static int longs(FieldVector vector, int from, PageValues page) {
    int taken = room(vector, from, page);
    page.addLongs(vector, from, taken);
    return taken;
  }

  private static int ints(FieldVector vector, int from, PageValues page) {
    int taken = room(vector, from, page);
    ArrowBuf data = vector.getDataBuffer();
    long[] to = page.longs();
    int at = page.count();
    for (int i = 0; i < taken; i++) {
      to[at + i] = data.getInt((from + i) * 4L);
    }
    page.addRows(vector, from, taken);
    return taken;
  }

  private static int booleans(FieldVector vector, int from, PageValues page) {
    int taken = room(vector, from, page);
    ArrowBuf data = vector.getDataBuffer();
    long[] to = page.longs();
    int at = page.count();
    for (int i = 0; i < taken; i++) {
      int bit = from + i;
      to[at + i] = (data.getByte(bit >> 3) >> (bit & 7)) & 1;
    }
    page.addRows(vector, from, taken);
    return taken;
  }

  private static int wholeDecimals(FieldVector vector, int from, PageValues page) {
    int taken = room(vector, from, page);
    ArrowBuf data = vector.getDataBuffer();
    for (int i = 0; i < taken; i++) {
      if (vector.isNull(from + i)) {
        page.addNull();
        continue;
      }
      long low = data.getLong((from + i) * 16L);
      if (data.getLong((from + i) * 16L + 8) != low >> 63) {
        throw new ConversionException(from + i, String.valueOf(vector.getObject(from + i)));
      }
      page.addLong(low);
    }
    return taken;
  }
}

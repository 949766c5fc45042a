package io.sluice.parquet.values;

import io.sluice.parquet.type.ColumnType;
import io.sluice.parquet.type.ColumnType.Kind;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.TimeUnit;

/** The source for each pair of types: what the scan delivers, what the file shall hold. */
public final class Sources {
  private Sources() {}

  /** Whether {@link #of} knows a way from one to the other. */
  public static boolean convertible(ColumnType from, ColumnType to) {
    return from.equals(to)
        || (from.kind() == Kind.TEXT && to.kind() != Kind.BYTES && to.kind() != Kind.TIME)
        || isNanosToMicros(from, to)
        || isWholeDecimal(from, to);
  }

  public static ColumnSource of(ColumnType from, ColumnType to) {
    if (from.kind() == Kind.TEXT && to.kind() != Kind.TEXT) {
      return TextParsers.source(to);
    }
    if (isNanosToMicros(from, to)) {
      return Sources::nanosToMicros;
    }
    if (isWholeDecimal(from, to)) {
      return Sources::wholeDecimals;
    }
    return switch (to.kind()) {
      case TEXT, BYTES -> new BytesSource();
      case FIXED_BYTES -> new FixedBytesSource(to.precision());
      case BOOLEAN -> Sources::booleans;
      case INT32, FLOAT32, DATE -> Sources::ints;
      case INT64, FLOAT64, TIMESTAMP -> Sources::longs;
      case TIME -> to.unit() == TimeUnit.MILLISECOND ? Sources::ints : Sources::longs;
      case DECIMAL -> to.isLongDecimal() ? Sources::longDecimals : Sources::wideDecimals;
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

  private static int longDecimals(FieldVector vector, int from, PageValues page) {
    int taken = room(vector, from, page);
    ArrowBuf data = vector.getDataBuffer();
    long[] to = page.longs();
    int at = page.count();
    for (int i = 0; i < taken; i++) {
      to[at + i] = data.getLong((from + i) * 16L);
    }
    page.addRows(vector, from, taken);
    return taken;
  }

  private static int wideDecimals(FieldVector vector, int from, PageValues page) {
    int taken = Math.min(room(vector, from, page), page.roomForBytes() / 16);
    ArrowBuf data = vector.getDataBuffer();
    byte[] to = page.bytesFor(taken * 16);
    for (int i = 0; i < taken; i++) {
      if (vector.isNull(from + i)) {
        page.addNull();
      } else {
        long at = (from + i) * 16L;
        BigEndian.put(to, page.usedBytes(), data.getLong(at + 8), data.getLong(at));
        page.addBytes(16);
      }
    }
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
        throw new Unconvertible(from + i, String.valueOf(vector.getObject(from + i)));
      }
      page.addLong(low);
    }
    return taken;
  }

  private static int nanosToMicros(FieldVector vector, int from, PageValues page) {
    int taken = room(vector, from, page);
    int before = page.count();
    page.addLongs(vector, from, taken);
    long[] values = page.longs();
    for (int i = before; i < page.count(); i++) {
      values[i] = Math.floorDiv(values[i], 1000L);
    }
    return taken;
  }
}

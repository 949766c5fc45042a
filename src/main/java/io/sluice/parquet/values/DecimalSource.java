package io.sluice.parquet.values;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.parquet.type.ColumnType;
import java.math.BigInteger;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;

/**
 * Decimals, which Arrow holds in 16 bytes whatever their precision. It does not look at how many
 * digits a value of a slice has: one that has more than its type would become another one here, or
 * one that other readers fail at.
 */
final class DecimalSource implements ColumnSource {
  private static final int WIDTH = 16;

  private final ColumnType type;

  /** The least number that has too many digits, as 128 bits. */
  private final long limitHigh;

  private final long limitLow;

  DecimalSource(ColumnType type) {
    BigInteger limit = BigInteger.TEN.pow(type.precision());
    this.type = type;
    this.limitHigh = limit.shiftRight(Long.SIZE).longValue();
    this.limitLow = limit.longValue();
  }

  @Override
  public int take(FieldVector vector, int from, PageValues page) {
    int room = Math.min(page.roomForRows(), vector.getValueCount() - from);
    return type.isLongDecimal()
        ? longs(vector, from, room, page)
        : wide(vector, from, Math.min(room, page.roomForBytes() / WIDTH), page);
  }

  private int longs(FieldVector vector, int from, int taken, PageValues page) {
    ArrowBuf data = vector.getDataBuffer();
    long[] to = page.longs();
    int at = page.count();
    for (int i = 0; i < taken; i++) {
      long low = data.getLong((from + i) * (long) WIDTH);
      long high = data.getLong((from + i) * (long) WIDTH + Long.BYTES);
      if (high != low >> (Long.SIZE - 1) || low >= limitLow || low <= -limitLow) {
        refuseValue(vector, from + i);
      }
      to[at + i] = low;
    }
    page.addRows(vector, from, taken);
    return taken;
  }

  private int wide(FieldVector vector, int from, int taken, PageValues page) {
    ArrowBuf data = vector.getDataBuffer();
    byte[] to = page.bytesFor(taken * WIDTH);
    for (int i = 0; i < taken; i++) {
      if (vector.isNull(from + i)) {
        page.addNull();
        continue;
      }
      long at = (from + i) * (long) WIDTH;
      long low = data.getLong(at);
      long high = data.getLong(at + Long.BYTES);
      if (isTooLong(high, low)) {
        refuseValue(vector, from + i);
      }
      BigEndian.put(to, page.usedBytes(), high, low);
      page.addBytes(WIDTH);
    }
    return taken;
  }

  private boolean isTooLong(long high, long low) {
    long high0 = high < 0 ? ~high + (low == 0 ? 1 : 0) : high;
    long low0 = high < 0 ? -low : low;
    int order = Long.compareUnsigned(high0, limitHigh);
    return order > 0 || (order == 0 && Long.compareUnsigned(low0, limitLow) >= 0);
  }

  /** Where a NULL is, anything may lie. */
  private void refuseValue(FieldVector vector, int row) {
    if (!vector.isNull(row)) {
      throw new SluiceException(
          ErrorCode.SLICE_CORRUPT,
          "A slice has a value of more digits than its type, %s, allows: it is damaged."
              .formatted(type.sql()));
    }
  }
}

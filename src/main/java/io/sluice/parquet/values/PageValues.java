package io.sluice.parquet.values;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;

/**
 * The rows of one page of one column; reused from page to page, by one thread at a time. Values
 * stand one after the other without gaps for NULLs: numbers in {@link #longs}, all else in {@link
 * #bytes} from {@code offsets[i]} to {@code offsets[i + 1]}.
 */
public final class PageValues {
  /** A page never holds more rows. */
  public static final int MAX_ROWS = 1 << 16;

  /** A page holds more bytes only where one cell does. */
  public static final int TARGET_BYTES = 1 << 20;

  private static final int SPARE_BYTES = 8;
  private static final int KEPT_BYTES = 4 * TARGET_BYTES;

  /** Several columns at once have a value in up to four places of the heap while it is encoded. */
  private static final long LARGEST_VALUE =
      Math.max(16L << 20, Runtime.getRuntime().maxMemory() / 16);

  private int rows;
  private int count;
  private int used;
  private final byte[] valid = new byte[MAX_ROWS / 8 + SPARE_BYTES];
  private final long[] longs = new long[MAX_ROWS];
  private final int[] offsets = new int[MAX_ROWS + 1];
  private final byte[] text = new byte[1 << 16];
  private byte[] bytes = new byte[TARGET_BYTES + SPARE_BYTES];

  public void clear() {
    rows = 0;
    count = 0;
    used = 0;
    Arrays.fill(valid, (byte) 0);
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[TARGET_BYTES + SPARE_BYTES];
    }
  }

  public int rows() {
    return rows;
  }

  /** How many rows are not NULL. */
  public int count() {
    return count;
  }

  /** A bit for each row, the lowest first: whether it is not NULL. */
  public byte[] valid() {
    return valid;
  }

  public long[] longs() {
    return longs;
  }

  /** Holds at least eight bytes more than are used. */
  public byte[] bytes() {
    return bytes;
  }

  /** Room for text that is to be parsed. */
  byte[] text() {
    return text;
  }

  public int[] offsets() {
    return offsets;
  }

  public int usedBytes() {
    return used;
  }

  int roomForRows() {
    return MAX_ROWS - rows;
  }

  int roomForBytes() {
    return TARGET_BYTES - used;
  }

  /** Room for one value more; {@code slice-too-large} where the heap has none for it. */
  byte[] bytesFor(int more) {
    if (more > LARGEST_VALUE) {
      throw tooLarge(more);
    }
    int needed = used + more + SPARE_BYTES;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, Math.min(2 * bytes.length, KEPT_BYTES)));
    }
    return bytes;
  }

  private static SluiceException tooLarge(int bytes) {
    return new SluiceException(
        ErrorCode.SLICE_TOO_LARGE,
        ("A value is %d MiB long, where %d are allowed: a sixteenth of the heap. Leave its column"
                + " out, or give the gateway more memory")
            .formatted(bytes >> 20, LARGEST_VALUE >> 20));
  }

  /** Appends eight-byte values as they lie in memory, then takes the NULLs out. */
  void addLongs(FieldVector vector, int from, int taken) {
    vector
        .getDataBuffer()
        .nioBuffer(from * 8L, taken * 8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asLongBuffer()
        .get(longs, count, taken);
    addRows(vector, from, taken);
  }

  /** Notes the rows' validity, and takes the NULLs out of what stands in {@link #longs}. */
  void addRows(FieldVector vector, int from, int taken) {
    if (addValidity(vector, from, taken)) {
      count += taken;
      return;
    }
    int to = count;
    for (int i = 0; i < taken; i++) {
      longs[to] = longs[count + i];
      to += bit(rows - taken + i);
    }
    count = to;
  }

  /** Adds the rows to the bitmap; true where none of them is NULL. */
  boolean addValidity(FieldVector vector, int from, int taken) {
    if (vector.getNullCount() == 0) {
      setValid(taken);
      return true;
    }
    ArrowBuf bits = vector.getValidityBuffer();
    int set = 0;
    if (((rows | from) & 7) == 0) {
      int whole = taken >> 3;
      bits.getBytes(from >> 3, valid, rows >> 3, whole);
      set = setBits(rows >> 3, whole);
      set += copyBits(bits, from + (whole << 3), rows + (whole << 3), taken & 7);
    } else {
      set = copyBits(bits, from, rows, taken);
    }
    rows += taken;
    return set == taken;
  }

  private int setBits(int from, int length) {
    int set = 0;
    for (int i = 0; i < length; i++) {
      set += Integer.bitCount(valid[from + i] & 0xff);
    }
    return set;
  }

  private int copyBits(ArrowBuf bits, int from, int to, int length) {
    int set = 0;
    for (int i = 0; i < length; i++) {
      int bit = BitVectorHelper.get(bits, from + i);
      set += bit;
      valid[(to + i) >> 3] |= (byte) (bit << ((to + i) & 7));
    }
    return set;
  }

  private void setValid(int taken) {
    int end = rows + taken;
    while (rows < end && (rows & 7) != 0) {
      valid[rows >> 3] |= (byte) (1 << (rows++ & 7));
    }
    int whole = (end - rows) >> 3;
    Arrays.fill(valid, rows >> 3, (rows >> 3) + whole, (byte) 0xff);
    rows += whole << 3;
    while (rows < end) {
      valid[rows >> 3] |= (byte) (1 << (rows++ & 7));
    }
  }

  private int bit(int row) {
    return (valid[row >> 3] >> (row & 7)) & 1;
  }

  void addNull() {
    rows++;
  }

  void addLong(long value) {
    valid[rows >> 3] |= (byte) (1 << (rows & 7));
    rows++;
    longs[count++] = value;
  }

  /** Ends a value whose bytes were put behind the last one. */
  void addBytes(int length) {
    valid[rows >> 3] |= (byte) (1 << (rows & 7));
    rows++;
    used += length;
    offsets[++count] = used;
  }

  /** Ends many values at once, whose validity was added and whose offsets were set. */
  void addCount(int values) {
    count += values;
    used = offsets[count];
  }
}

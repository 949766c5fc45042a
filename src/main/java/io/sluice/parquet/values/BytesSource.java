package io.sluice.parquet.values;

import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;

/** Strings and binaries: their bytes are copied as one block, their offsets moved along. */
final class BytesSource implements ColumnSource {

  @Override
  public int take(FieldVector vector, int from, PageValues page) {
    int rows = Math.min(page.roomForRows(), vector.getValueCount() - from);
    if (rows <= 0) {
      return 0;
    }
    IntBuffer ends =
        vector
            .getOffsetBuffer()
            .nioBuffer(from * 4L, (rows + 1) * 4)
            .order(ByteOrder.LITTLE_ENDIAN)
            .asIntBuffer();
    int first = ends.get(0);
    int taken = rowsThatFit(ends, rows, first, page);
    if (taken == 0) {
      return 0;
    }
    int length = ends.get(taken) - first;
    int start = page.usedBytes();
    byte[] to = page.bytesFor(length);
    ArrowBuf data = vector.getDataBuffer();
    data.getBytes(first, to, start, length);
    addOffsets(ends, taken, start - first, vector, from, page);
    return taken;
  }

  /** At least one row where the page is empty, however large. */
  private static int rowsThatFit(IntBuffer ends, int rows, int first, PageValues page) {
    int room = page.roomForBytes();
    if (ends.get(rows) - first <= room) {
      return rows;
    }
    int low = 0;
    int high = rows;
    while (low + 1 < high) {
      int middle = (low + high) >>> 1;
      if (ends.get(middle) - first <= room) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low == 0 && page.rows() == 0 ? 1 : low;
  }

  /** A NULL has no bytes, so its end is that of the value before it and can be overwritten. */
  private static void addOffsets(
      IntBuffer ends, int taken, int shift, FieldVector vector, int from, PageValues page) {
    int[] offsets = page.offsets();
    int at = page.count();
    int row = page.rows();
    if (page.addValidity(vector, from, taken)) {
      ends.position(1);
      ends.get(offsets, at + 1, taken);
      for (int i = at + 1; i <= at + taken; i++) {
        offsets[i] += shift;
      }
      page.addCount(taken);
      return;
    }
    byte[] valid = page.valid();
    int to = at;
    for (int i = 0; i < taken; i++) {
      int bit = (valid[(row + i) >> 3] >> ((row + i) & 7)) & 1;
      to += bit;
      if (bit == 1) {
        offsets[to] = ends.get(i + 1) + shift;
      }
    }
    page.addCount(to - at);
  }
}

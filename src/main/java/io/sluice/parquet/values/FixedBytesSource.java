package io.sluice.parquet.values;

import org.apache.arrow.vector.FieldVector;

/** Binaries that are all of one width. */
final class FixedBytesSource implements ColumnSource {
  private final int width;

  FixedBytesSource(int width) {
    this.width = width;
  }

  @Override
  public int take(FieldVector vector, int from, PageValues page) {
    int fitting = Math.max(page.roomForBytes() / width, page.rows() == 0 ? 1 : 0);
    int taken = Math.min(fitting, Math.min(page.roomForRows(), vector.getValueCount() - from));
    byte[] to = page.bytesFor(taken * width);
    for (int i = from; i < from + taken; i++) {
      if (vector.isNull(i)) {
        page.addNull();
      } else {
        vector.getDataBuffer().getBytes((long) i * width, to, page.usedBytes(), width);
        page.addBytes(width);
      }
    }
    return taken;
  }
}

package io.sluice.parquet.values;

import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;

/** Text that is parsed; the empty string becomes NULL. */
final class TextSource implements ColumnSource {
  /** Reads one value from bytes and appends it, unless that is impossible. */
  interface Parser {
    Conversion parse(byte[] text, int from, int to, PageValues page);
  }

  private final Parser parser;
  private final ConversionChanges changes;

  TextSource(Parser parser, ConversionChanges changes) {
    this.parser = parser;
    this.changes = changes;
  }

  @Override
  public int take(FieldVector vector, int from, PageValues page) {
    int room = Math.min(page.roomForRows(), page.roomForBytes() / 16);
    int end = Math.min(from + room, vector.getValueCount());
    boolean nullable = vector.getNullCount() > 0;
    ArrowBuf offsets = vector.getOffsetBuffer();
    byte[] text = page.text();
    int row = from;
    while (row < end) {
      int first = offsets.getInt(row * 4L);
      int stop = load(vector, row, end, text);
      for (; row < stop; row++) {
        int at = offsets.getInt(row * 4L) - first;
        int to = offsets.getInt(row * 4L + 4) - first;
        if (at == to || (nullable && vector.isNull(row))) {
          page.addNull();
          continue;
        }
        Conversion conversion =
            to > text.length ? Conversion.IMPOSSIBLE : parser.parse(text, at, to, page);
        if (conversion != Conversion.EXACT) {
          note(conversion, vector, row, from);
        }
      }
    }
    int taken = Math.max(0, end - from);
    changes.pass(taken);
    return taken;
  }

  private void note(Conversion conversion, FieldVector vector, int row, int from) {
    if (conversion == Conversion.IMPOSSIBLE) {
      throw new ConversionException(row, show(vector, row));
    }
    changes.note(conversion, row - from, () -> show(vector, row));
  }

  /** Copies the text of as many rows as fit, and of one at least; returns the row behind them. */
  private static int load(FieldVector vector, int row, int end, byte[] text) {
    ArrowBuf offsets = vector.getOffsetBuffer();
    int first = offsets.getInt(row * 4L);
    int stop = row + 1;
    while (stop < end && offsets.getInt(stop * 4L + 4) - first <= text.length) {
      stop++;
    }
    int length = Math.min(offsets.getInt(stop * 4L) - first, text.length);
    vector.getDataBuffer().getBytes(first, text, 0, length);
    return stop;
  }

  private static String show(FieldVector vector, int row) {
    int at = vector.getOffsetBuffer().getInt(row * 4L);
    int length = Math.min(vector.getOffsetBuffer().getInt(row * 4L + 4) - at, 256);
    byte[] shown = new byte[length];
    vector.getDataBuffer().getBytes(at, shown);
    return new String(shown, StandardCharsets.UTF_8);
  }
}

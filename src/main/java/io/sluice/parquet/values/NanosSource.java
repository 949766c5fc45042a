package io.sluice.parquet.values;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;

/** Moments in nanoseconds, cut to microseconds; what is cut is told. */
final class NanosSource implements ColumnSource {
  private static final long NANOS_A_MICRO = 1_000;
  private static final long NANOS_A_SECOND = 1_000_000_000;

  private final boolean utc;
  private final ConversionChanges changes;

  NanosSource(boolean utc, ConversionChanges changes) {
    this.utc = utc;
    this.changes = changes;
  }

  @Override
  public int take(FieldVector vector, int from, PageValues page) {
    int taken = Math.min(page.roomForRows(), vector.getValueCount() - from);
    int before = page.count();
    page.addLongs(vector, from, taken);
    long[] values = page.longs();
    long cut = 0;
    for (int i = before; i < page.count(); i++) {
      long micros = Math.floorDiv(values[i], NANOS_A_MICRO);
      cut |= values[i] - micros * NANOS_A_MICRO;
      values[i] = micros;
    }
    if (cut != 0) {
      note(vector, from, taken);
    }
    changes.pass(taken);
    return taken;
  }

  private void note(FieldVector vector, int from, int taken) {
    ArrowBuf data = vector.getDataBuffer();
    for (int i = 0; i < taken; i++) {
      long nanos = data.getLong((from + i) * 8L);
      if (nanos % NANOS_A_MICRO == 0 || vector.isNull(from + i)) {
        continue;
      }
      changes.note(Conversion.CUT_TO_MICROSECONDS, i, () -> show(nanos));
    }
  }

  private String show(long nanos) {
    Instant moment =
        Instant.ofEpochSecond(
            Math.floorDiv(nanos, NANOS_A_SECOND), Math.floorMod(nanos, NANOS_A_SECOND));
    return utc ? moment.toString() : LocalDateTime.ofInstant(moment, ZoneOffset.UTC).toString();
  }
}

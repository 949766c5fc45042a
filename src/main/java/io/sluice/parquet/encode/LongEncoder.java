package io.sluice.parquet.encode;

import io.sluice.parquet.values.PageValues;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.Optional;
import org.apache.parquet.format.Type;

/** INT32, INT64, FLOAT and DOUBLE: all are numbers of four or eight bytes. */
final class LongEncoder implements ValueEncoder {
  private final Type type;
  private final int width;
  private final LongDictionary dictionary;

  LongEncoder(Type type, int dictionaryBytes) {
    this.type = type;
    this.width = type == Type.INT32 || type == Type.FLOAT ? 4 : 8;
    this.dictionary = new LongDictionary(dictionaryBytes / width);
  }

  @Override
  public void plain(PageValues page, ByteSink out) {
    put(page.longs(), page.count(), out);
  }

  private void put(long[] values, int count, ByteSink out) {
    out.reserve(count * width);
    byte[] bytes = out.array();
    int at = out.size();
    if (width == 8) {
      ByteBuffer.wrap(bytes, at, count * 8)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asLongBuffer()
          .put(values, 0, count);
    } else {
      for (int i = 0; i < count; i++) {
        ByteSink.INT.set(bytes, at + 4 * i, (int) values[i]);
      }
    }
    out.advance(count * width);
  }

  @Override
  public Optional<MinMax> bounds(PageValues page) {
    if (page.count() == 0) {
      return Optional.empty();
    }
    return type == Type.DOUBLE || type == Type.FLOAT ? floating(page) : Optional.of(whole(page));
  }

  private MinMax whole(PageValues page) {
    long[] values = page.longs();
    long min = values[0];
    long max = min;
    for (int i = 1; i < page.count(); i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    return new MinMax(bytes(min), bytes(max));
  }

  /**
   * None where there is a NaN: some readers rank it above all numbers, and would skip what holds
   * it. The zeros are widened to -0.0 and +0.0 as Parquet asks.
   */
  private Optional<MinMax> floating(PageValues page) {
    long[] values = page.longs();
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < page.count(); i++) {
      double value = toDouble(values[i]);
      if (Double.isNaN(value)) {
        return Optional.empty();
      }
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    return Optional.of(
        new MinMax(bytes(toBits(min == 0 ? -0.0 : min)), bytes(toBits(max == 0 ? 0.0 : max))));
  }

  private double toDouble(long bits) {
    return type == Type.FLOAT ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
  }

  private long toBits(double value) {
    return type == Type.FLOAT
        ? Float.floatToRawIntBits((float) value)
        : Double.doubleToRawLongBits(value);
  }

  private byte[] bytes(long value) {
    ByteBuffer buffer = ByteBuffer.allocate(width).order(ByteOrder.LITTLE_ENDIAN);
    return (width == 8 ? buffer.putLong(value) : buffer.putInt((int) value)).array();
  }

  @Override
  public Comparator<byte[]> order() {
    return switch (type) {
      case INT32 -> Comparator.comparingInt(bytes -> (int) ByteSink.INT.get(bytes, 0));
      case FLOAT, DOUBLE -> Comparator.comparingDouble(bytes -> toDouble(raw(bytes)));
      default -> Comparator.comparingLong(bytes -> (long) ByteSink.LONG.get(bytes, 0));
    };
  }

  private static long raw(byte[] bytes) {
    return bytes.length == 8
        ? (long) ByteSink.LONG.get(bytes, 0)
        : (int) ByteSink.INT.get(bytes, 0);
  }

  @Override
  public boolean index(PageValues page, int[] indices) {
    return dictionary.index(page.longs(), page.count(), indices);
  }

  @Override
  public int dictionaryEntries() {
    return dictionary.size();
  }

  @Override
  public int dictionaryBytes() {
    return dictionary.size() * width;
  }

  @Override
  public void dictionary(ByteSink out) {
    put(dictionary.entries(), dictionary.size(), out);
  }

  @Override
  public void reset() {
    dictionary.clear();
  }
}

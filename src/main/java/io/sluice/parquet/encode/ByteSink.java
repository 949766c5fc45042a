package io.sluice.parquet.encode;

import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing array that little-endian numbers are put into; not for several threads. */
final class ByteSink extends OutputStream {
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int KEPT = 8 << 20;

  private byte[] bytes;
  private int size;

  ByteSink(int capacity) {
    bytes = new byte[capacity];
  }

  void clear() {
    size = 0;
    if (bytes.length > KEPT) {
      bytes = new byte[KEPT];
    }
  }

  int size() {
    return size;
  }

  byte[] array() {
    return bytes;
  }

  /** Makes room; the array must be asked for afterwards. */
  void reserve(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      int doubled = (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8);
      bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
    }
  }

  /** Counts what was put into the array by hand. */
  void advance(int length) {
    size += length;
  }

  @Override
  public void write(int b) {
    reserve(1);
    bytes[size++] = (byte) b;
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    reserve(length);
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
  }

  void writeInt(int value) {
    reserve(4);
    INT.set(bytes, size, value);
    size += 4;
  }

  void writeVarInt(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    write(rest);
  }

  void setInt(int at, int value) {
    INT.set(bytes, at, value);
  }
}

package io.sluice.parquet.values;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Puts 128-bit numbers as Parquet's wide decimals lie: the highest byte first. */
final class BigEndian {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private BigEndian() {}

  static void put(byte[] to, int at, long high, long low) {
    LONG.set(to, at, high);
    LONG.set(to, at + 8, low);
  }
}

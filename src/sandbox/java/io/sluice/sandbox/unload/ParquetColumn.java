package io.sluice.sandbox.unload;

import io.sluice.sandbox.data.SampleColumn;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;

/** One column of a row group: its schema, and its values so far in PLAIN encoding. */
final class ParquetColumn {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final int DECIMAL_BYTES = 16;

  private enum Kind {
    STRING,
    LONG,
    DECIMAL_64,
    DECIMAL_128,
    DOUBLE,
    BOOLEAN,
    DATE,
    TIMESTAMP
  }

  private final SampleColumn column;
  private final Kind kind;
  private final boolean utc;
  private final ByteArrayOutputStream values = new ByteArrayOutputStream();
  private final ByteArrayOutputStream levels = new ByteArrayOutputStream();
  private int run;
  private boolean runPresent;
  private int bits;
  private int bitCount;

  ParquetColumn(SampleColumn column, boolean typed, Dialect dialect) {
    this.column = column;
    this.kind = typed ? kind(column, dialect) : Kind.STRING;
    this.utc = dialect == Dialect.BIGQUERY;
  }

  String name() {
    return column.name();
  }

  private static Kind kind(SampleColumn column, Dialect dialect) {
    return switch (column.type()) {
      case STRING -> Kind.STRING;
      case INTEGER -> dialect == Dialect.BIGQUERY ? Kind.LONG : decimal(column, dialect);
      case NUMERIC -> decimal(column, dialect);
      case FLOAT -> Kind.DOUBLE;
      case BOOLEAN -> Kind.BOOLEAN;
      case DATE -> Kind.DATE;
      case TIMESTAMP -> Kind.TIMESTAMP;
    };
  }

  private static Kind decimal(SampleColumn column, Dialect dialect) {
    return dialect == Dialect.SNOWFLAKE && column.precision() <= 18
        ? Kind.DECIMAL_64
        : Kind.DECIMAL_128;
  }

  SchemaElement schema() {
    SchemaElement element = new SchemaElement(column.name());
    element.setRepetition_type(FieldRepetitionType.OPTIONAL);
    element.setType(physicalType());
    switch (kind) {
      case STRING -> {
        element.setConverted_type(ConvertedType.UTF8);
        element.setLogicalType(LogicalType.STRING(new StringType()));
      }
      case DECIMAL_64, DECIMAL_128 -> {
        element.setConverted_type(ConvertedType.DECIMAL);
        element.setScale(column.scale()).setPrecision(column.precision());
        element.setLogicalType(
            LogicalType.DECIMAL(new DecimalType(column.scale(), column.precision())));
        if (kind == Kind.DECIMAL_128) {
          element.setType_length(DECIMAL_BYTES);
        }
      }
      case DATE -> {
        element.setConverted_type(ConvertedType.DATE);
        element.setLogicalType(LogicalType.DATE(new DateType()));
      }
      case TIMESTAMP ->
          element.setLogicalType(
              LogicalType.TIMESTAMP(new TimestampType(utc, TimeUnit.MICROS(new MicroSeconds()))));
      case LONG, DOUBLE, BOOLEAN -> {}
    }
    return element;
  }

  Type physicalType() {
    return switch (kind) {
      case STRING -> Type.BYTE_ARRAY;
      case LONG, DECIMAL_64, TIMESTAMP -> Type.INT64;
      case DECIMAL_128 -> Type.FIXED_LEN_BYTE_ARRAY;
      case DOUBLE -> Type.DOUBLE;
      case BOOLEAN -> Type.BOOLEAN;
      case DATE -> Type.INT32;
    };
  }

  void add(String cell) {
    boolean present = cell != null;
    if (run > 0 && present != runPresent) {
      endRun();
    }
    runPresent = present;
    run++;
    if (present) {
      encode(cell);
    }
  }

  private void encode(String cell) {
    switch (kind) {
      case STRING -> {
        byte[] text = cell.getBytes(StandardCharsets.UTF_8);
        little(text.length, Integer.BYTES);
        values.writeBytes(text);
      }
      case LONG -> little(Long.parseLong(cell), Long.BYTES);
      case DECIMAL_64 -> little(unscaled(cell).longValueExact(), Long.BYTES);
      case DECIMAL_128 -> values.writeBytes(bigEndian(unscaled(cell).toByteArray()));
      case DOUBLE -> little(Double.doubleToLongBits(Double.parseDouble(cell)), Long.BYTES);
      case BOOLEAN -> bit(Boolean.parseBoolean(cell));
      case DATE -> little(LocalDate.parse(cell).toEpochDay(), Integer.BYTES);
      case TIMESTAMP ->
          little(
              LocalDateTime.parse(cell, SECONDS).toEpochSecond(ZoneOffset.UTC) * 1_000_000,
              Long.BYTES);
    }
  }

  private BigInteger unscaled(String cell) {
    return new BigDecimal(cell).setScale(column.scale(), RoundingMode.UNNECESSARY).unscaledValue();
  }

  private static byte[] bigEndian(byte[] shortest) {
    byte[] all = new byte[DECIMAL_BYTES];
    int pad = DECIMAL_BYTES - shortest.length;
    Arrays.fill(all, 0, pad, (byte) (shortest[0] < 0 ? -1 : 0));
    System.arraycopy(shortest, 0, all, pad, shortest.length);
    return all;
  }

  private void little(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      values.write((int) (value >>> (8 * i)));
    }
  }

  private void bit(boolean value) {
    bits |= (value ? 1 : 0) << bitCount++;
    if (bitCount == Byte.SIZE) {
      flushBits();
    }
  }

  private void flushBits() {
    if (bitCount > 0) {
      values.write(bits);
      bits = 0;
      bitCount = 0;
    }
  }

  /** A run of the hybrid encoding at one bit's width: twice its length as a varint, one byte. */
  private void endRun() {
    int header = run << 1;
    while (header > 0x7F) {
      levels.write((header & 0x7F) | 0x80);
      header >>>= 7;
    }
    levels.write(header);
    levels.write(runPresent ? 1 : 0);
    run = 0;
  }

  /** The data page of everything added since the last call: levels with their length, values. */
  byte[] takePage() {
    if (run > 0) {
      endRun();
    }
    flushBits();
    byte[] page =
        ByteBuffer.allocate(Integer.BYTES + levels.size() + values.size())
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(levels.size())
            .put(levels.toByteArray())
            .put(values.toByteArray())
            .array();
    levels.reset();
    values.reset();
    return page;
  }
}

package io.sluice.parquet.type;

import java.util.Optional;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.NanoSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;

/** How Parquet spells a {@link ColumnType}. */
public final class ParquetTypes {
  private ParquetTypes() {}

  /** The type of a leaf, or nothing where Sluice cannot rewrite it without loss. */
  public static Optional<ColumnType> read(SchemaElement leaf) {
    if (!leaf.isSetType() || leaf.getRepetition_type() == FieldRepetitionType.REPEATED) {
      return Optional.empty();
    }
    LogicalType logical = leaf.getLogicalType();
    return switch (leaf.getType()) {
      case BOOLEAN -> Optional.of(ColumnType.BOOLEAN);
      case INT32 -> isDecimal(leaf) ? decimal(leaf) : Optional.of(readInt32(leaf, logical));
      case INT64 -> isDecimal(leaf) ? decimal(leaf) : Optional.of(readInt64(leaf, logical));
      // Arrow reads INT96 as nanoseconds, which silently wrap before 1677 and after 2262.
      case INT96 -> Optional.empty();
      case FLOAT -> Optional.of(ColumnType.FLOAT32);
      case DOUBLE -> Optional.of(ColumnType.FLOAT64);
      case BYTE_ARRAY -> readBytes(leaf, logical);
      case FIXED_LEN_BYTE_ARRAY -> readFixedBytes(leaf, logical);
    };
  }

  private static ColumnType readInt32(SchemaElement leaf, LogicalType logical) {
    if (is(leaf, ConvertedType.DATE) || (logical != null && logical.isSetDATE())) {
      return ColumnType.DATE;
    }
    if (logical != null && logical.isSetTIME()) {
      return ColumnType.time(TimeUnit.MILLISECOND, logical.getTIME().isIsAdjustedToUTC());
    }
    if (is(leaf, ConvertedType.TIME_MILLIS)) {
      return ColumnType.time(TimeUnit.MILLISECOND, true);
    }
    return isUnsigned(leaf, ConvertedType.UINT_32, 32) ? ColumnType.INT64 : ColumnType.INT32;
  }

  private static ColumnType readInt64(SchemaElement leaf, LogicalType logical) {
    if (logical != null && logical.isSetTIMESTAMP()) {
      TimestampType timestamp = logical.getTIMESTAMP();
      return ColumnType.timestamp(unit(timestamp.getUnit()), timestamp.isIsAdjustedToUTC());
    }
    if (logical != null && logical.isSetTIME()) {
      return ColumnType.time(
          unit(logical.getTIME().getUnit()), logical.getTIME().isIsAdjustedToUTC());
    }
    if (is(leaf, ConvertedType.TIMESTAMP_MILLIS)) {
      return ColumnType.timestamp(TimeUnit.MILLISECOND, true);
    }
    if (is(leaf, ConvertedType.TIMESTAMP_MICROS)) {
      return ColumnType.timestamp(TimeUnit.MICROSECOND, true);
    }
    if (is(leaf, ConvertedType.TIME_MICROS)) {
      return ColumnType.time(TimeUnit.MICROSECOND, true);
    }
    return isUnsigned(leaf, ConvertedType.UINT_64, 64)
        ? ColumnType.decimal(20, 0)
        : ColumnType.INT64;
  }

  private static Optional<ColumnType> readBytes(SchemaElement leaf, LogicalType logical) {
    if (isDecimal(leaf)) {
      return decimal(leaf);
    }
    boolean text =
        is(leaf, ConvertedType.UTF8)
            || is(leaf, ConvertedType.JSON)
            || is(leaf, ConvertedType.ENUM)
            || (logical != null
                && (logical.isSetSTRING() || logical.isSetJSON() || logical.isSetENUM()));
    return Optional.of(text ? ColumnType.TEXT : ColumnType.BYTES);
  }

  private static Optional<ColumnType> readFixedBytes(SchemaElement leaf, LogicalType logical) {
    if (isDecimal(leaf)) {
      return decimal(leaf);
    }
    if (logical != null && logical.isSetFLOAT16()) {
      return Optional.of(ColumnType.FLOAT32);
    }
    int width = leaf.getType_length();
    return width > 0 ? Optional.of(ColumnType.fixedBytes(width)) : Optional.empty();
  }

  private static boolean is(SchemaElement leaf, ConvertedType type) {
    return leaf.getConverted_type() == type;
  }

  private static boolean isUnsigned(SchemaElement leaf, ConvertedType converted, int bits) {
    LogicalType logical = leaf.getLogicalType();
    return is(leaf, converted)
        || (logical != null
            && logical.isSetINTEGER()
            && !logical.getINTEGER().isIsSigned()
            && logical.getINTEGER().getBitWidth() == bits);
  }

  private static boolean isDecimal(SchemaElement leaf) {
    return is(leaf, ConvertedType.DECIMAL)
        || (leaf.isSetLogicalType() && leaf.getLogicalType().isSetDECIMAL());
  }

  /** None where no decimal has so many digits, or so few. */
  private static Optional<ColumnType> decimal(SchemaElement leaf) {
    int precision = leaf.getPrecision();
    int scale = leaf.getScale();
    if (leaf.isSetLogicalType() && leaf.getLogicalType().isSetDECIMAL()) {
      DecimalType decimal = leaf.getLogicalType().getDECIMAL();
      precision = decimal.getPrecision();
      scale = decimal.getScale();
    }
    boolean possible =
        precision >= 1 && precision <= ColumnType.MAX_PRECISION && scale >= 0 && scale <= precision;
    return possible ? Optional.of(ColumnType.decimal(precision, scale)) : Optional.empty();
  }

  private static TimeUnit unit(org.apache.parquet.format.TimeUnit unit) {
    if (unit.isSetMILLIS()) {
      return TimeUnit.MILLISECOND;
    }
    return unit.isSetNANOS() ? TimeUnit.NANOSECOND : TimeUnit.MICROSECOND;
  }

  private static org.apache.parquet.format.TimeUnit unit(TimeUnit unit) {
    return switch (unit) {
      case SECOND, MILLISECOND -> org.apache.parquet.format.TimeUnit.MILLIS(new MilliSeconds());
      case MICROSECOND -> org.apache.parquet.format.TimeUnit.MICROS(new MicroSeconds());
      case NANOSECOND -> org.apache.parquet.format.TimeUnit.NANOS(new NanoSeconds());
    };
  }

  /** How values of the type lie in a file. */
  public static Type physical(ColumnType type) {
    return switch (type.kind()) {
      case TEXT, BYTES -> Type.BYTE_ARRAY;
      case FIXED_BYTES -> Type.FIXED_LEN_BYTE_ARRAY;
      case BOOLEAN -> Type.BOOLEAN;
      case INT32, DATE -> Type.INT32;
      case INT64, TIMESTAMP -> Type.INT64;
      case FLOAT32 -> Type.FLOAT;
      case FLOAT64 -> Type.DOUBLE;
      case DECIMAL -> type.isLongDecimal() ? Type.INT64 : Type.FIXED_LEN_BYTE_ARRAY;
      case TIME -> type.unit() == TimeUnit.MILLISECOND ? Type.INT32 : Type.INT64;
    };
  }

  /** Bytes of one value of a fixed width; 0 for the others. */
  public static int width(ColumnType type) {
    return switch (physical(type)) {
      case INT32, FLOAT -> 4;
      case INT64, DOUBLE -> 8;
      case FIXED_LEN_BYTE_ARRAY -> type.kind() == ColumnType.Kind.DECIMAL ? 16 : type.precision();
      default -> 0;
    };
  }

  /** The schema's element for a nullable column; old readers find the converted type as well. */
  public static SchemaElement write(String name, ColumnType type) {
    SchemaElement leaf = new SchemaElement(name);
    leaf.setType(physical(type)).setRepetition_type(FieldRepetitionType.OPTIONAL);
    if (leaf.getType() == Type.FIXED_LEN_BYTE_ARRAY) {
      leaf.setType_length(width(type));
    }
    switch (type.kind()) {
      case TEXT ->
          leaf.setConverted_type(ConvertedType.UTF8)
              .setLogicalType(LogicalType.STRING(new StringType()));
      case DATE ->
          leaf.setConverted_type(ConvertedType.DATE)
              .setLogicalType(LogicalType.DATE(new DateType()));
      case DECIMAL ->
          leaf.setConverted_type(ConvertedType.DECIMAL)
              .setPrecision(type.precision())
              .setScale(type.scale())
              .setLogicalType(LogicalType.DECIMAL(new DecimalType(type.scale(), type.precision())));
      case TIME -> {
        leaf.setLogicalType(LogicalType.TIME(new TimeType(type.utc(), unit(type.unit()))));
        converted(type, ConvertedType.TIME_MILLIS, ConvertedType.TIME_MICROS)
            .ifPresent(leaf::setConverted_type);
      }
      case TIMESTAMP -> {
        leaf.setLogicalType(
            LogicalType.TIMESTAMP(new TimestampType(type.utc(), unit(type.unit()))));
        converted(type, ConvertedType.TIMESTAMP_MILLIS, ConvertedType.TIMESTAMP_MICROS)
            .ifPresent(leaf::setConverted_type);
      }
      case BYTES, FIXED_BYTES, BOOLEAN, INT32, INT64, FLOAT32, FLOAT64 -> {}
    }
    return leaf;
  }

  /** The format's table knows one for moments in UTC, to the microsecond. */
  private static Optional<ConvertedType> converted(
      ColumnType type, ConvertedType millis, ConvertedType micros) {
    if (!type.utc()) {
      return Optional.empty();
    }
    return switch (type.unit()) {
      case MILLISECOND -> Optional.of(millis);
      case MICROSECOND -> Optional.of(micros);
      default -> Optional.empty();
    };
  }
}

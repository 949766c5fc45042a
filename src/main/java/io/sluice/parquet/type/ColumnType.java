package io.sluice.parquet.type;

import java.util.Optional;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * The type of a flat column.
 *
 * @param precision digits of a decimal, bytes of a {@link Kind#FIXED_BYTES}; else 0
 * @param scale of a decimal; else 0
 * @param unit of a time or timestamp; else seconds
 * @param utc whether a time or timestamp is an instant, normalised to UTC
 */
public record ColumnType(Kind kind, int precision, int scale, TimeUnit unit, boolean utc) {

  public enum Kind {
    TEXT,
    BYTES,
    FIXED_BYTES,
    BOOLEAN,
    INT32,
    INT64,
    FLOAT32,
    FLOAT64,
    DECIMAL,
    DATE,
    TIME,
    TIMESTAMP
  }

  public static final int MAX_PRECISION = 38;

  /** Decimals of up to this many digits fit into an int64. */
  public static final int LONG_PRECISION = 18;

  public static final ColumnType TEXT = of(Kind.TEXT);
  public static final ColumnType BYTES = of(Kind.BYTES);
  public static final ColumnType BOOLEAN = of(Kind.BOOLEAN);
  public static final ColumnType INT32 = of(Kind.INT32);
  public static final ColumnType INT64 = of(Kind.INT64);
  public static final ColumnType FLOAT32 = of(Kind.FLOAT32);
  public static final ColumnType FLOAT64 = of(Kind.FLOAT64);
  public static final ColumnType DATE = of(Kind.DATE);

  private static ColumnType of(Kind kind) {
    return new ColumnType(kind, 0, 0, TimeUnit.SECOND, false);
  }

  public static ColumnType decimal(int precision, int scale) {
    return new ColumnType(Kind.DECIMAL, precision, scale, TimeUnit.SECOND, false);
  }

  public static ColumnType fixedBytes(int width) {
    return new ColumnType(Kind.FIXED_BYTES, width, 0, TimeUnit.SECOND, false);
  }

  public static ColumnType time(TimeUnit unit, boolean utc) {
    return new ColumnType(Kind.TIME, 0, 0, unit, utc);
  }

  public static ColumnType timestamp(TimeUnit unit, boolean utc) {
    return new ColumnType(Kind.TIMESTAMP, 0, 0, unit, utc);
  }

  /** Whether a decimal is held in an int64. */
  public boolean isLongDecimal() {
    return kind == Kind.DECIMAL && precision <= LONG_PRECISION;
  }

  /** The type that holds every value of both without loss, if there is one. */
  public Optional<ColumnType> wider(ColumnType other) {
    if (equals(other)) {
      return Optional.of(this);
    }
    if (kind == Kind.TIMESTAMP && other.kind == Kind.TIMESTAMP && utc == other.utc) {
      return Optional.of(unit.compareTo(other.unit) > 0 ? this : other);
    }
    if (kind == Kind.DECIMAL && other.kind == Kind.DECIMAL) {
      return widerDecimal(precision - scale, scale, other.precision - other.scale, other.scale);
    }
    return widerKind(other).or(() -> other.widerKind(this));
  }

  private Optional<ColumnType> widerKind(ColumnType other) {
    return switch (kind) {
      case INT32 ->
          switch (other.kind) {
            case INT64, FLOAT64 -> Optional.of(other);
            case DECIMAL -> widerDecimal(10, 0, other.precision - other.scale, other.scale);
            default -> Optional.empty();
          };
      case INT64 ->
          other.kind == Kind.DECIMAL
              ? widerDecimal(19, 0, other.precision - other.scale, other.scale)
              : Optional.empty();
      case FLOAT32 -> other.kind == Kind.FLOAT64 ? Optional.of(other) : Optional.empty();
      case DATE ->
          other.kind == Kind.TIMESTAMP && !other.utc ? Optional.of(other) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<ColumnType> widerDecimal(
      int integers, int scale, int otherIntegers, int otherScale) {
    int widest = Math.max(scale, otherScale);
    int precision = Math.max(integers, otherIntegers) + widest;
    return precision <= MAX_PRECISION ? Optional.of(decimal(precision, widest)) : Optional.empty();
  }

  /** As Arrow spells it. */
  public ArrowType arrow() {
    return switch (kind) {
      case TEXT -> ArrowType.Utf8.INSTANCE;
      case BYTES -> ArrowType.Binary.INSTANCE;
      case FIXED_BYTES -> new ArrowType.FixedSizeBinary(precision);
      case BOOLEAN -> ArrowType.Bool.INSTANCE;
      case INT32 -> new ArrowType.Int(32, true);
      case INT64 -> new ArrowType.Int(64, true);
      case FLOAT32 -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case FLOAT64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case DECIMAL -> new ArrowType.Decimal(precision, scale, 128);
      case DATE -> new ArrowType.Date(DateUnit.DAY);
      case TIME -> new ArrowType.Time(unit, unit == TimeUnit.MILLISECOND ? 32 : 64);
      case TIMESTAMP -> new ArrowType.Timestamp(unit, utc ? "UTC" : null);
    };
  }

  /** As SQL spells it, such as {@code decimal(18,2)}. */
  public String sql() {
    return switch (kind) {
      case TEXT -> "varchar";
      case BYTES -> "blob";
      case FIXED_BYTES -> "binary(" + precision + ")";
      case BOOLEAN -> "boolean";
      case INT32 -> "integer";
      case INT64 -> "bigint";
      case FLOAT32 -> "real";
      case FLOAT64 -> "double";
      case DECIMAL -> "decimal(" + precision + "," + scale + ")";
      case DATE -> "date";
      case TIME -> "time";
      case TIMESTAMP -> utc ? "timestamp with time zone" : "timestamp";
    };
  }
}

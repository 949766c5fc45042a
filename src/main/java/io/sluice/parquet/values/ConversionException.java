package io.sluice.parquet.values;

/** A value does not convert. It carries no stack: it is expected and caught near by. */
public final class ConversionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int row;

  /**
   * @param row within the vector
   */
  ConversionException(int row, String value) {
    super(ConversionChanges.shown(value), null, false, false);
    this.row = row;
  }

  public int row() {
    return row;
  }

  /** The value, cut and cleaned to be shown. */
  public String value() {
    return getMessage();
  }
}

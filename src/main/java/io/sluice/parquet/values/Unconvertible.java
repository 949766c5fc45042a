package io.sluice.parquet.values;

/** A value does not convert. It carries no stack: it is expected and caught near by. */
public final class Unconvertible extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int SHOWN = 60;

  private final int row;

  /**
   * @param row within the vector
   */
  Unconvertible(int row, String value) {
    super(value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value, null, false, false);
    this.row = row;
  }

  public int row() {
    return row;
  }

  /** The value, cut to a length fit for a message. */
  public String value() {
    return getMessage();
  }
}

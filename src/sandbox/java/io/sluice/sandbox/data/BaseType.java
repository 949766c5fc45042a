package io.sluice.sandbox.data;

/** Keboola's own types, and what the two backends call them. */
public enum BaseType {
  STRING("VARCHAR", "STRING"),
  INTEGER("NUMBER", "INT64"),
  NUMERIC("NUMBER", "NUMERIC"),
  FLOAT("FLOAT", "FLOAT64"),
  BOOLEAN("BOOLEAN", "BOOL"),
  DATE("DATE", "DATE"),
  TIMESTAMP("TIMESTAMP_NTZ", "TIMESTAMP");

  private final String snowflake;
  private final String bigQuery;

  BaseType(String snowflake, String bigQuery) {
    this.snowflake = snowflake;
    this.bigQuery = bigQuery;
  }

  public String snowflake() {
    return snowflake;
  }

  public String bigQuery() {
    return bigQuery;
  }

  /** Whether values compare as numbers. */
  public boolean numeric() {
    return this == INTEGER || this == NUMERIC || this == FLOAT;
  }
}

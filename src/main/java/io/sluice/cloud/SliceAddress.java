package io.sluice.cloud;

/**
 * Where a slice lies, as the manifest says: {@code s3://}, {@code gs://}, {@code azure://} or
 * {@code https://}, without a query, hence fit for logs.
 */
public record SliceAddress(String value) {

  /** The last part of the path; for messages and the format's ending, never for local paths. */
  public String name() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return value;
  }
}

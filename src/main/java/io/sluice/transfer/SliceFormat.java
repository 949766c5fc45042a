package io.sluice.transfer;

/** What a slice must turn out to be once it has arrived. */
public enum SliceFormat {
  CSV(".csv"),
  CSV_GZIP(".csv.gz"),
  PARQUET(".parquet");

  private final String extension;

  SliceFormat(String extension) {
    this.extension = extension;
  }

  /**
   * A CSV slice's format, by its object's name: gzip ends no name for certain (storage-api.md 5).
   */
  public static SliceFormat csv(String name) {
    return name.contains(".gz") ? CSV_GZIP : CSV;
  }

  /** The local file name's ending, with its dot. */
  public String extension() {
    return extension;
  }
}

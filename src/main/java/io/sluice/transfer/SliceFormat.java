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

  /** The local file name's ending, with its dot. */
  public String extension() {
    return extension;
  }
}

package io.sluice.sandbox.unload;

/** The two warehouses' manners. */
public enum Dialect {
  SNOWFLAKE {
    @Override
    String sliceName(int slice, FileType type, boolean gzip) {
      String ending =
          switch (type) {
            case CSV -> gzip ? ".csv.gz" : ".csv";
            case PARQUET -> gzip ? ".snappy.parquet" : ".parquet";
          };
      return "_0_" + slice % UNLOAD_THREADS + "_" + slice / UNLOAD_THREADS + ending;
    }
  },
  BIGQUERY {
    @Override
    String sliceName(int slice, FileType type, boolean gzip) {
      String ending =
          switch (type) {
            case CSV -> gzip ? ".csv.gz" : ".csv";
            case PARQUET -> ".parquet";
          };
      return String.format("%012d", slice) + ending;
    }
  };

  private static final int UNLOAD_THREADS = 8;

  /** What follows the file's key in the slice's (storage-api.md 5, 6). */
  abstract String sliceName(int slice, FileType type, boolean gzip);
}

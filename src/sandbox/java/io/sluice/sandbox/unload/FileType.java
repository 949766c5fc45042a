package io.sluice.sandbox.unload;

/** What a table is unloaded as. */
public enum FileType {
  CSV,
  PARQUET
}

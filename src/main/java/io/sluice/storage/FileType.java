package io.sluice.storage;

/** What the Storage API unloads (storage-api.md 1.1, {@code fileType}). */
public enum FileType {
  CSV,
  PARQUET
}

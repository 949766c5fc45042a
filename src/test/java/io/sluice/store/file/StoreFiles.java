package io.sluice.store.file;

import io.sluice.base.Directories;
import io.sluice.base.DurableFiles;
import io.sluice.base.Timekeeper;
import io.sluice.store.Claims;

/** The store of a data directory with the claims on it, as one process has them. */
public final class StoreFiles implements AutoCloseable {
  private final FileStore store;
  private final Claims claims;

  public StoreFiles(Directories directories, Timekeeper time) {
    RowIndex index = new RowIndex();
    this.store = new FileStore(directories, index, "1.0.0", DurableFiles.real());
    this.claims = new LocalClaims(index, time);
  }

  public FileStore store() {
    return store;
  }

  public Claims claims() {
    return claims;
  }

  @Override
  public void close() {
    store.close();
  }
}

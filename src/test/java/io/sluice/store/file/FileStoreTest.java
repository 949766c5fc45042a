package io.sluice.store.file;

import static io.sluice.store.SampleRows.now;

import io.sluice.base.DurableFiles;
import io.sluice.base.ManualTimekeeper;
import io.sluice.store.StoreContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The store of one process that shares its data directory with nobody. */
class FileStoreTest extends StoreContract {
  @TempDir Path folder;

  private final ManualTimekeeper time = new ManualTimekeeper();
  private StoreDirectory kept;
  private Peer process;

  @BeforeEach
  void start() {
    kept = new StoreDirectory(folder);
    process = restarted();
  }

  @AfterEach
  void close() {
    kept.close();
  }

  @Override
  public Peer process() {
    return process;
  }

  @Override
  public Peer beside() {
    return process;
  }

  @Override
  public Peer restarted() {
    RowIndex index = new RowIndex();
    FileStore store = kept.unopened(index, DurableFiles.real());
    now(store.open());
    return new Peer(store, new LocalClaims(index, time), store);
  }

  @Override
  public void pass(Duration duration) {
    time.advance(duration);
  }

  @Override
  public int rounds() {
    return 60;
  }
}

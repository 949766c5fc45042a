package io.sluice.store.file;

import io.sluice.base.ManualTimekeeper;
import io.sluice.store.StoreContract;
import java.time.Duration;

class MemoryStoreTest extends StoreContract {
  private final ManualTimekeeper time = new ManualTimekeeper();
  private final MemoryStore.Kept kept = new MemoryStore.Kept();
  private final Peer process = start();
  private final Peer beside = start();

  private Peer start() {
    MemoryStore store = new MemoryStore(kept);
    return new Peer(store, store.claims(time), store);
  }

  @Override
  public Peer process() {
    return process;
  }

  @Override
  public Peer beside() {
    return beside;
  }

  @Override
  public Peer restarted() {
    return start();
  }

  @Override
  public void pass(Duration duration) {
    time.advance(duration);
  }

  @Override
  public int rounds() {
    return 300;
  }
}

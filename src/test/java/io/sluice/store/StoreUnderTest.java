package io.sluice.store;

import java.time.Duration;

/** How a contract reaches a store; each test has an empty one. */
public interface StoreUnderTest {

  /** What a process has of a store. */
  record Peer(ExportStore store, Claims claims, Changes changes) {}

  /** The process under test, whose store is open. */
  Peer process();

  /**
   * Another process that works on the same store at the same time; the same one where a store
   * belongs to one process alone.
   */
  Peer beside();

  /**
   * The store as the next process finds it, without any farewell from those before; they do nothing
   * any more.
   */
  Peer restarted();

  /** Lets time pass for claims. */
  void pass(Duration time);

  /** How often a race is run: many times where it is cheap. */
  int rounds();

  default ExportStore store() {
    return process().store();
  }
}

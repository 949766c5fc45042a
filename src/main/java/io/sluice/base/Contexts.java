package io.sluice.base;

import java.util.concurrent.Executor;

/** Where owners of state live, so that what they do needs no lock and tests need no threads. */
public interface Contexts {

  /**
   * One for a new owner: runs what it is given one after the other, in the order given, and never
   * while it is given. What runs must not block.
   */
  Executor next();
}

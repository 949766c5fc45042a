package io.sluice.export.retain;

import io.smallrye.mutiny.Uni;

/** Lets tests of other packages sweep when they want. */
public final class Sweeps {
  private Sweeps() {}

  public static Uni<Void> of(Retention retention) {
    return retention.sweep();
  }
}

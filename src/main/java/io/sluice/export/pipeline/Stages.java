package io.sluice.export.pipeline;

import io.sluice.base.FairPermits;
import io.sluice.export.live.LiveExport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/**
 * The stages of the work here, each with a limit of its own (decision 0012). A place in one is held
 * until the work in it ends, however it does; who waits for one is served fairly to each
 * connection.
 */
@ApplicationScoped
public class Stages {
  private static final int LEAST_TRANSFERRING = 8;
  private static final int LEAST_MERGING = 4;

  private final FairPermits transferring;
  private final FairPermits merging;

  public Stages(StagesConfig config) {
    int cores = Runtime.getRuntime().availableProcessors();
    this.transferring =
        new FairPermits(config.transferring().orElse(Math.max(LEAST_TRANSFERRING, 4 * cores)));
    this.merging = new FairPermits(config.merging().orElse(Math.max(LEAST_MERGING, cores)));
  }

  /** Does it while the export is among those that download. */
  <T> Uni<T> transferring(LiveExport export, Supplier<Uni<T>> work) {
    return transferring.use(connection(export), place -> work.get());
  }

  /** Does it while the export is among those that are merged and delivered. */
  <T> Uni<T> merging(LiveExport export, Supplier<Uni<T>> work) {
    return merging.use(connection(export), place -> work.get());
  }

  /** Lets nobody begin a stage any more. */
  void close() {
    transferring.close();
    merging.close();
  }

  private static String connection(LiveExport export) {
    return export.now().request().connection();
  }
}

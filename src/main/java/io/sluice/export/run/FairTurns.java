package io.sluice.export.run;

import io.sluice.base.ErrorCode;
import io.sluice.base.FairPermits;
import io.sluice.base.SluiceException;
import io.sluice.export.live.LiveExport;
import io.sluice.export.model.Export;
import io.sluice.export.model.ExportState.Queued;
import io.sluice.export.pipeline.Turns;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/**
 * Lets as many exports work here as are allowed, fairly to each connection, and tells when the next
 * may start upstream: when one has got its place there, and when there is room for what was
 * unloaded.
 */
final class FairTurns implements Turns {
  private final FairPermits room;
  private final int resumes;
  private final ExportQueue queue;
  private volatile boolean closed;

  FairTurns(ExportsConfig config, ExportQueue queue) {
    this.room = new FairPermits(Math.max(1, config.parallel()));
    this.resumes = config.resumes();
    this.queue = queue;
  }

  /** How many tables are unloaded and wait for room here. */
  int waiting() {
    return room.waiting();
  }

  /** Lets nobody begin any more, whoever makes room. */
  void close() {
    closed = true;
    room.close();
  }

  @Override
  public void placed(LiveExport export) {
    queue.placed(export.now().id());
  }

  @Override
  public Uni<Void> begin(LiveExport export) {
    if (closed) {
      return Uni.createFrom().nothing();
    }
    Export now = export.now();
    if (now.attempts() > resumes + 1) {
      throw crashed(now);
    }
    return now.state() instanceof Queued queued ? export.enter(queued.start()) : export.save();
  }

  @Override
  public Uni<Void> here(LiveExport export, Supplier<Uni<Void>> work) {
    return room.use(export.now().request().connection(), place -> work.get());
  }

  private static SluiceException crashed(Export export) {
    return new SluiceException(
        ErrorCode.GATEWAY_CRASHED,
        ("The gateway died %d times in a row while this export of %s was %s and got no further;"
                + " it is not tried again. What the table holds may be the cause: ask for another"
                + " fileType, or for fewer columns or rows. If the machine was the cause, ask for"
                + " the export again")
            .formatted(export.attempts() - 1, export.request().table(), export.state().label()));
  }
}

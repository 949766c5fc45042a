package io.sluice.export.pipeline;

import io.sluice.export.live.LiveExport;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** Whose turn it is: asked by one export's journey, answered by who knows of all exports. */
public interface Turns {

  /** Hears that the export holds one of its project's places. */
  void placed(LiveExport export);

  /** Makes this attempt durable, before anything is done that could end the process. */
  Uni<Void> begin(LiveExport export);

  /**
   * Does the work here, from the first slice to delivery, once there is room for one more export.
   */
  Uni<Void> here(LiveExport export, Supplier<Uni<Void>> work);
}

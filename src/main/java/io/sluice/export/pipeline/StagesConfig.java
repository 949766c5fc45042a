package io.sluice.export.pipeline;

import io.smallrye.config.ConfigMapping;
import java.util.OptionalInt;

/** How many of the exports that are at work are in each stage at once. */
@ConfigMapping(prefix = "sluice.stages")
public interface StagesConfig {

  /**
   * Exports that download at once; by default four a processor, at least eight. Their streams are
   * bounded by {@code sluice.transfer.parallel-slices}.
   */
  OptionalInt transferring();

  /**
   * Exports that are merged and delivered at once; by default one a processor, at least four. Their
   * memory is bounded by {@code sluice.merge.memory-limit}, their threads by {@code
   * sluice.merge.parallel}.
   */
  OptionalInt merging();
}

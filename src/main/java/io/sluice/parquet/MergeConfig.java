package io.sluice.parquet;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.OptionalInt;

/** How slices become one file. */
@ConfigMapping(prefix = "sluice.merge")
public interface MergeConfig {

  /**
   * Memory off the heap for all rewrites together. A rewrite waits until what it will need is free
   * (256 MiB by default, more where slices have large row groups), and its reader is held back
   * while more than the limit is taken. One that needs more runs alone; one that needs more than
   * twice the limit fails with {@code slice-too-large}, so a container needs so much beside the
   * heap.
   */
  @WithDefault("512M")
  MemorySize memoryLimit();

  /** Merges at work at once; the rest wait in line. */
  @WithDefault("4")
  @Min(1) int parallel();

  /** Threads that encode columns, for all rewrites together; by default one a processor. */
  OptionalInt encodeThreads();

  /** A rewritten row group has no more rows. */
  @WithDefault("1048576")
  @Min(1) int rowGroupRows();

  /** A rewritten row group has about so many bytes before encoding. */
  @WithDefault("128M")
  MemorySize rowGroupSize();

  /** From 1 (fast) to 22 (small): 3 takes a third more time than 1 for a twentieth less space. */
  @WithDefault("1")
  @Min(1) @Max(22) int zstdLevel();

  /**
   * Slices are stitched where their row groups have so many bytes before compression on average.
   */
  @WithDefault("64M")
  MemorySize stitchRowGroupSize();

  /** Slices are also stitched where their row groups have so many rows on average. */
  @WithDefault("100000")
  @Min(0) int stitchRowGroupRows();
}

package io.sluice.storage;

import io.sluice.cloud.SliceAddress;
import java.util.List;

/**
 * The slices of a file (storage-api.md 4), in natural order of their names; empty for an empty
 * result, one entry for a file that is not sliced.
 */
public record Manifest(List<SliceAddress> slices) {
  public Manifest {
    slices = List.copyOf(slices);
  }
}

package io.sluice.parquet.merge;

import io.sluice.base.DiskFailure;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.parquet.MergeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToLongFunction;
import org.jboss.logging.Logger;

/**
 * Removes slices as they are consumed, where the disk cannot hold both them and the result and the
 * request allows it. Else they stay, so that a crash costs no second download.
 */
final class SliceReclaimer {
  private static final Logger LOG = Logger.getLogger(SliceReclaimer.class);

  private final String owner;
  private final boolean removing;

  private SliceReclaimer(String owner, boolean removing) {
    this.owner = owner;
    this.removing = removing;
  }

  static SliceReclaimer of(MergeRequest request, ToLongFunction<Path> freeBytes) {
    long needed = 0;
    try {
      for (Path slice : request.slices()) {
        needed += Files.size(slice);
      }
    } catch (IOException e) {
      throw DiskFailure.of("The slices could not be measured", request.output(), e);
    }
    return of(
        request, needed, freeBytes.applyAsLong(request.output().toAbsolutePath().getParent()));
  }

  /** What may still be written into the directory. */
  static long freeBytes(Path directory) {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      throw DiskFailure.of("The disk of the result could not be measured", directory, e);
    }
  }

  static SliceReclaimer of(MergeRequest request, long needed, long free) {
    boolean tight = free < needed;
    if (tight && !request.removeSlices()) {
      throw new SluiceException(
          ErrorCode.DISK_FULL,
          "The result may need %d bytes and %d are free. Free some space and retry."
              .formatted(needed, free));
    }
    if (tight) {
      LOG.warnf(
          "exportId=%s removing slices as they are consumed: free=%d needed=%d",
          request.owner(), free, needed);
    }
    return new SliceReclaimer(request.owner(), tight);
  }

  boolean removing() {
    return removing;
  }

  void done(Path slice) {
    if (!removing) {
      return;
    }
    try {
      Files.delete(slice);
      LOG.debugf("exportId=%s slice=%s removed", owner, slice.getFileName());
    } catch (IOException e) {
      throw DiskFailure.of("A slice could not be removed", slice, e);
    }
  }
}

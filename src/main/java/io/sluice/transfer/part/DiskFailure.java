package io.sluice.transfer.part;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import java.util.Locale;

/** Tells a full disk from a broken one. */
public final class DiskFailure {
  private DiskFailure() {}

  /**
   * The exception for a failure of the disk.
   *
   * @param what what could not be done, after "could not"
   */
  public static SluiceException of(String what, Throwable cause) {
    if (cause instanceof SluiceException known) {
      return known;
    }
    if (isFull(cause)) {
      return new SluiceException(
          ErrorCode.DISK_FULL,
          "Could not "
              + what
              + ": no space is left. Free some, or put sluice.work-dir on a bigger"
              + " disk.",
          cause);
    }
    return new SluiceException(
        ErrorCode.DISK_FAILED, "Could not " + what + ": " + cause.getMessage() + ".", cause);
  }

  /** The JDK has no exception of its own for ENOSPC and EDQUOT: their texts are the C library's. */
  private static boolean isFull(Throwable cause) {
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return text.contains("no space left") || text.contains("quota exceeded");
  }
}

package io.sluice.parquet.file;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import java.io.IOException;
import java.util.Locale;

/** Tells a full disk from a broken one. */
public final class DiskErrors {
  private DiskErrors() {}

  /** What a failed read or write means; {@code what} is a sentence without its full stop. */
  public static SluiceException of(String what, IOException cause) {
    String reason = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    boolean full = reason.contains("no space") || reason.contains("quota");
    return full
        ? new SluiceException(
            ErrorCode.DISK_FULL, what + ": the disk is full. Free some space and retry.", cause)
        : new SluiceException(
            ErrorCode.DISK_FAILED, what + ": " + cause.getClass().getSimpleName() + ".", cause);
  }
}

package io.sluice.base;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Says what a refused read or write means and what to do about it. */
public final class DiskFailure {
  private DiskFailure() {}

  /**
   * The failure to report.
   *
   * @param code where the disk is not simply full: then it is {@code disk-full}
   * @param what what could not be done, as the beginning of a sentence
   * @param path the file or directory it was about
   * @param cause of the JDK's or as Vert.x wraps it; one that is known already is the answer
   */
  public static SluiceException of(ErrorCode code, String what, Path path, Throwable cause) {
    if (cause instanceof SluiceException known) {
      return known;
    }
    boolean wrapped = !(cause instanceof IOException) && cause.getCause() instanceof IOException;
    return explained(code, what, path, wrapped ? cause.getCause() : cause);
  }

  /** The same for a work file: {@code disk-failed} where the disk is not simply full. */
  public static SluiceException of(String what, Path path, Throwable cause) {
    return of(ErrorCode.DISK_FAILED, what, path, cause);
  }

  private static SluiceException explained(
      ErrorCode code, String what, Path path, Throwable cause) {
    ErrorCode known = isFull(cause) ? ErrorCode.DISK_FULL : code;
    return new SluiceException(known, what + ": " + path + " " + explain(cause), cause);
  }

  /** Whether the file system, or the quota on it, has no room left. */
  public static boolean isFull(Throwable failure) {
    String message = message(failure);
    return message.contains("no space left") || message.contains("quota exceeded");
  }

  private static String explain(Throwable cause) {
    if (isFull(cause)) {
      return "has no space left; free some, or move sluice.data-dir and sluice.work-dir to a bigger"
          + " disk";
    }
    if (message(cause).contains("read-only file system")) {
      return "is on a file system that is mounted read-only; mount it for writing";
    }
    if (cause instanceof AccessDeniedException) {
      return "may not be written by this process; check its owner and permissions";
    }
    if (cause instanceof NoSuchFileException || cause instanceof FileNotFoundException) {
      return "is not there (any more); check that the volume is mounted and nobody removed it";
    }
    return "was refused by the disk (" + cause.getMessage() + "); check the volume's health";
  }

  private static String message(Throwable failure) {
    return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
  }
}

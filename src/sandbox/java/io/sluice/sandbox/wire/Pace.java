package io.sluice.sandbox.wire;

import java.time.Duration;

/**
 * How a marred body is sent.
 *
 * @param declared the Content-Length
 * @param sent bytes to send before the end
 * @param thenCut whether the connection is cut after them
 * @param pauseAfter so many bytes a pause is made; -1 for none
 * @param bytesPerSecond 0 for as fast as it goes
 * @param corruptAt the position within the part sent; -1 for none
 */
record Pace(
    long declared,
    long sent,
    boolean thenCut,
    long pauseAfter,
    Duration pause,
    long bytesPerSecond,
    long corruptAt) {

  /** Whether the fault is one of the body's. */
  static boolean mars(Fault fault) {
    return fault instanceof Fault.Cut
        || fault instanceof Fault.Stall
        || fault instanceof Fault.Drip
        || fault instanceof Fault.Truncate
        || fault instanceof Fault.WrongLength
        || fault instanceof Fault.Corrupt;
  }

  static Pace of(Fault fault, long offset, long length) {
    if (fault instanceof Fault.Cut cut) {
      return new Pace(length, Math.min(cut.afterBytes(), length), true, -1, Duration.ZERO, 0, -1);
    } else if (fault instanceof Fault.Stall stall) {
      return new Pace(length, length, false, stall.afterBytes(), stall.pause(), 0, -1);
    } else if (fault instanceof Fault.Drip drip) {
      return new Pace(length, length, false, -1, Duration.ZERO, drip.bytesPerSecond(), -1);
    } else if (fault instanceof Fault.Truncate truncate) {
      long rest = Math.max(0, length - truncate.missingBytes());
      return new Pace(rest, rest, false, -1, Duration.ZERO, 0, -1);
    } else if (fault instanceof Fault.WrongLength wrong) {
      return new Pace(
          Math.max(0, length + wrong.difference()), length, true, -1, Duration.ZERO, 0, -1);
    } else if (fault instanceof Fault.Corrupt corrupt) {
      return new Pace(
          length, length, false, -1, Duration.ZERO, 0, Math.max(-1, corrupt.position() - offset));
    }
    return new Pace(length, length, false, -1, Duration.ZERO, 0, -1);
  }
}

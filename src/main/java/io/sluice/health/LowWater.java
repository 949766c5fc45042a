package io.sluice.health;

/** Whether something runs out; what has run out has to come back by some more, or it would flap. */
final class LowWater {
  private final long needed;
  private final long enough;
  private volatile boolean low;

  /**
   * @param needed less is too little
   * @param enough so much ends that; not less than what is needed
   */
  LowWater(long needed, long enough) {
    this.needed = needed;
    this.enough = Math.max(needed, enough);
  }

  /** Whether there is too little, now that so much is left. */
  boolean isLow(long left) {
    low = left < (low ? enough : needed);
    return low;
  }

  /** What ends it, or keeps it from beginning. */
  long wanted() {
    return low ? enough : needed;
  }
}

package io.sluice.export.live;

import io.sluice.base.Timekeeper;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * How fast bytes arrive, as the average over the last ten seconds, and when the rest will be here.
 * Fed with what a {@code TransferListener} hears; safe for use by several threads.
 */
public final class Throughput {
  private static final int WINDOW_SECONDS = 10;
  private static final long SECOND = 1_000_000_000L;

  private final Timekeeper time;
  private final OptionalLong total;
  private final long start;
  private final long[] bytesOfSecond = new long[WINDOW_SECONDS];
  private long newestSecond;
  private long done;

  /**
   * Begins to measure.
   *
   * @param total how many bytes there will be, where known
   */
  public Throughput(Timekeeper time, OptionalLong total) {
    this.time = time;
    this.total = total;
    this.start = time.nanoTime();
  }

  /** Bytes that came in; negative ones were thrown away, which does not slow the rate down. */
  public synchronized void received(long bytes) {
    done += bytes;
    if (bytes > 0) {
      bytesOfSecond[slot(turnTo(elapsed() / SECOND))] += bytes;
    }
  }

  /** Bytes that were there already: they count as done but not as speed. */
  public synchronized void resumed(long bytes) {
    done += bytes;
  }

  public synchronized long bytesDone() {
    return done;
  }

  /** How many bytes there will be; empty where nobody said or more came than was said. */
  public synchronized OptionalLong bytesTotal() {
    return total.isPresent() && done > total.getAsLong() ? OptionalLong.empty() : total;
  }

  /** The average of the last ten seconds, or of the time since the start if that is less. */
  public synchronized long bytesPerSecond() {
    long elapsed = elapsed();
    turnTo(elapsed / SECOND);
    long sum = Arrays.stream(bytesOfSecond).sum();
    double complete = (WINDOW_SECONDS - 1) * (double) SECOND + elapsed % SECOND;
    double window = Math.max(SECOND, Math.min((double) elapsed, complete));
    return Math.round(sum / window * SECOND);
  }

  /** Whole seconds until all bytes are here, never negative; empty where that cannot be told. */
  public synchronized OptionalLong etaSeconds() {
    OptionalLong all = bytesTotal();
    long rate = bytesPerSecond();
    if (all.isEmpty()) {
      return OptionalLong.empty();
    }
    long left = all.getAsLong() - done;
    if (left == 0) {
      return OptionalLong.of(0);
    }
    return rate == 0 ? OptionalLong.empty() : OptionalLong.of((left + rate - 1) / rate);
  }

  private long elapsed() {
    return time.nanoTime() - start;
  }

  /** Empties the slots of the seconds that have passed without a byte. */
  private long turnTo(long second) {
    long passed = Math.min(second - newestSecond, WINDOW_SECONDS);
    for (long back = 0; back < passed; back++) {
      bytesOfSecond[slot(second - back)] = 0;
    }
    newestSecond = second;
    return second;
  }

  private static int slot(long second) {
    return (int) (second % WINDOW_SECONDS);
  }
}

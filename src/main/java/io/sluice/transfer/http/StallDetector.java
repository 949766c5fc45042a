package io.sluice.transfer.http;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import io.sluice.cloud.SliceAddress;
import io.sluice.transfer.TransferConfig;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Gives up on a stream that stands still or crawls. Time in which the stream is held back by our
 * own disk does not count against it. Lives on the stream's event loop.
 */
public final class StallDetector {
  private static final long LONGEST_TICK_MILLIS = 1000;

  private final SliceAddress slice;
  private final TransferConfig config;
  private final Timekeeper time;
  private final BooleanSupplier heldBack;
  private final Consumer<SluiceException> giveUp;
  private final Cancellable ticks;
  private long bytes;
  private long bytesAtTick;
  private long lastArrival;
  private long windowStart;
  private long bytesAtWindowStart;
  private long heldBackSince;

  private StallDetector(
      SliceAddress slice,
      TransferConfig config,
      Timekeeper time,
      BooleanSupplier heldBack,
      Consumer<SluiceException> giveUp) {
    this.slice = slice;
    this.config = config;
    this.time = time;
    this.heldBack = heldBack;
    this.giveUp = giveUp;
    this.lastArrival = time.nanoTime();
    this.windowStart = lastArrival;
    this.heldBackSince = lastArrival;
    this.ticks = time.every(tick(), this::look);
  }

  /**
   * Looks from now on.
   *
   * @param heldBack whether the stream waits for the disk
   * @param giveUp told once, with {@code slice-timeout}, or {@code disk-failed} where the disk
   *     hangs
   */
  public static StallDetector start(
      SliceAddress slice,
      TransferConfig config,
      Timekeeper time,
      BooleanSupplier heldBack,
      Consumer<SluiceException> giveUp) {
    return new StallDetector(slice, config, time, heldBack, giveUp);
  }

  public void arrived(long count) {
    bytes += count;
  }

  public void stop() {
    ticks.cancel();
  }

  private Duration tick() {
    long shortest =
        Math.min(config.idleTimeout().toMillis(), config.minimumRateWindow().toMillis());
    return Duration.ofMillis(Math.max(1, Math.min(LONGEST_TICK_MILLIS, shortest / 8)));
  }

  private void look() {
    long now = time.nanoTime();
    if (heldBack.getAsBoolean()) {
      waitForDisk(now);
      return;
    }
    heldBackSince = now;
    if (bytes != bytesAtTick) {
      bytesAtTick = bytes;
      lastArrival = now;
    }
    if (now - lastArrival >= config.idleTimeout().toNanos()) {
      end("brought no byte for " + config.idleTimeout().toSeconds() + " s");
    } else if (now - windowStart >= config.minimumRateWindow().toNanos()) {
      judgeWindow(now);
    }
  }

  private void waitForDisk(long now) {
    lastArrival = now;
    openWindow(now);
    if (now - heldBackSince >= config.sliceTimeout().toNanos()) {
      stop();
      giveUp.accept(
          new SluiceException(
              ErrorCode.DISK_FAILED,
              "The disk did not take a byte of slice "
                  + slice
                  + " for "
                  + config.sliceTimeout().toSeconds()
                  + " s."));
    }
  }

  private void judgeWindow(long now) {
    double seconds = (now - windowStart) / 1e9;
    double rate = (bytes - bytesAtWindowStart) / seconds;
    if (rate < config.minimumRate().asLongValue()) {
      end("brought only " + Math.round(rate) + " bytes a second");
    } else {
      openWindow(now);
    }
  }

  private void openWindow(long now) {
    windowStart = now;
    bytesAtWindowStart = bytes;
  }

  private void end(String what) {
    stop();
    giveUp.accept(
        new SluiceException(
            ErrorCode.SLICE_TIMEOUT, "The stream of slice " + slice + " " + what + "."));
  }
}

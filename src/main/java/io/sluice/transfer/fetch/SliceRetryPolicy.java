package io.sluice.transfer.fetch;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import io.sluice.transfer.TransferConfig;
import io.sluice.transfer.part.Part;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long one slice may go on failing. A try that made progress is followed by the next at once
 * and resets the count; others wait, twice as long each time, with jitter. Neither that reset nor a
 * wait by {@link Timekeeper} can be had of a Fault Tolerance guard, whose retry counts every try.
 */
final class SliceRetryPolicy {
  private static final Set<ErrorCode> HOPELESS =
      Set.of(
          ErrorCode.SLICE_MISSING,
          ErrorCode.SLICE_TOO_LARGE,
          ErrorCode.SLICE_ADDRESS_REFUSED,
          ErrorCode.DISK_FULL,
          ErrorCode.DISK_FAILED);
  private static final Set<ErrorCode> HARDLY_WORTH_IT =
      Set.of(ErrorCode.SLICE_CORRUPT, ErrorCode.CLOUD_ACCESS_REFUSED);
  private static final int FEW = 3;
  private static final long PROGRESS_BYTES = 1 << 20;
  private static final int PROGRESS_SHARE = 20;
  private static final int MOST_DOUBLINGS = 16;

  private final TransferConfig config;
  private final Timekeeper time;
  private final Part part;
  private long most;
  private long lastProgress;
  private int tries;
  private int poorTries;

  SliceRetryPolicy(TransferConfig config, Timekeeper time, Part part) {
    this.config = config;
    this.time = time;
    this.part = part;
    this.most = part.arrived();
    this.lastProgress = time.nanoTime();
  }

  /** Completes when the slice may be tried again, fails when it is given up. */
  Uni<Void> again(Throwable failure) {
    if (!(failure instanceof SluiceException known) || HOPELESS.contains(known.code())) {
      return Uni.createFrom().failure(failure);
    }
    poorTries += HARDLY_WORTH_IT.contains(known.code()) ? 1 : 0;
    if (progressed()) {
      tries = 0;
      lastProgress = time.nanoTime();
    } else {
      tries++;
    }
    Duration wait = backOff(known);
    return exhausted(wait) ? Uni.createFrom().failure(givenUp(known)) : time.sleep(wait);
  }

  /** What had to be thrown away must come again and more before it counts. */
  private boolean progressed() {
    long arrived = part.arrived();
    long needed = Math.min(PROGRESS_BYTES, part.length().orElse(PROGRESS_BYTES) / PROGRESS_SHARE);
    if (arrived < most + Math.max(1, needed)) {
      return false;
    }
    most = arrived;
    return true;
  }

  private Duration backOff(SluiceException failure) {
    double jitter = 0.5 + ThreadLocalRandom.current().nextDouble() / 2;
    long doubled =
        tries == 0 ? 0 : config.backOff().toMillis() << Math.min(tries - 1, MOST_DOUBLINGS);
    long millis = (long) (jitter * (double) Math.min(doubled, config.backOffMax().toMillis()));
    Duration own = Duration.ofMillis(millis);
    return failure.retryAfter().filter(asked -> asked.compareTo(own) > 0).orElse(own);
  }

  private boolean exhausted(Duration wait) {
    long idle = time.nanoTime() - lastProgress + wait.toNanos();
    return tries >= config.attempts() || poorTries >= FEW || idle > config.sliceTimeout().toNanos();
  }

  private SluiceException givenUp(SluiceException last) {
    return new SluiceException(
        last.code(),
        last.getMessage().replaceFirst("\\.?$", ".")
            + " Given up at byte "
            + part.arrived()
            + " after "
            + Math.max(tries, poorTries)
            + " tries without progress; try the export again later.",
        last);
  }
}

package io.sluice.health;

import io.sluice.base.Timekeeper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * A directory and how much room its disk had when it was last looked at. Never blocks but there.
 */
final class WatchedDirectory {
  /** What was seen before says nothing of now. */
  static final Duration STALE = Duration.ofSeconds(30);

  private final String name;
  private final Path directory;
  private final Space space;
  private final LowWater water;
  private final Timekeeper time;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile Look last;

  /** Free space below a directory; blocks. */
  interface Space {
    long free(Path directory) throws IOException;
  }

  /**
   * @param trouble why there is no answer, where there is none
   */
  private record Look(Instant at, long free, Optional<String> trouble) {}

  WatchedDirectory(String name, Path directory, Space space, LowWater water, Timekeeper time) {
    this.name = name;
    this.directory = directory;
    this.space = space;
    this.water = water;
    this.time = time;
    this.last = new Look(time.now(), 0, Optional.of("has not been looked at yet"));
  }

  /** Looks on another thread, unless an earlier look still waits for the disk. */
  void look(Executor beside) {
    if (looking.compareAndSet(false, true)) {
      beside.execute(
          () -> {
            last = lookNow();
            looking.set(false);
          });
    }
  }

  private Look lookNow() {
    try {
      return new Look(time.now(), space.free(directory), Optional.empty());
    } catch (IOException e) {
      return new Look(time.now(), 0, Optional.of("cannot be looked at: " + e.getMessage()));
    }
  }

  /** Puts what is known into the answer, which is down where there is too little room. */
  void tell(HealthCheckResponseBuilder answer) {
    Look look = last;
    answer.withData(name + ".path", directory.toString());
    trouble(look).ifPresent(why -> answer.down().withData(name + ".reason", why));
    if (look.trouble().isEmpty()) {
      answer
          .withData(name + ".freeBytes", look.free())
          .withData(name + ".neededBytes", water.wanted());
    }
  }

  private Optional<String> trouble(Look look) {
    if (look.trouble().isPresent()) {
      return look.trouble();
    }
    if (look.at().plus(STALE).isBefore(time.now())) {
      return Optional.of("the disk has not answered since " + look.at());
    }
    return water.isLow(look.free()) ? Optional.of("too little space is free") : Optional.empty();
  }
}

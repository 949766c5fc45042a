package io.sluice.export.pipeline;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.SluiceException.Upstream;
import io.sluice.base.Timekeeper;
import io.sluice.storage.Job;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Asks for a job until it has ended or the time is up. The waits grow with the time that it has
 * run, so that its end is seen within a tenth of its length, or a second, and nobody asks more than
 * once a second.
 */
@ApplicationScoped
public class JobPoll {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** One more than a tenth asks for: a question and its answer take time too. */
  private static final int SHARE = 11;

  private final PollConfig config;
  private final Timekeeper time;

  public JobPoll(PollConfig config, Timekeeper time) {
    this.config = config;
    this.time = time;
  }

  /**
   * The job once it has ended.
   *
   * @param jobs shows a job as it is now
   * @param ended whether it is known to have ended: then it is asked at once
   * @param seen hears each answer on the way
   */
  public Uni<Job> untilEnded(
      LongFunction<Uni<Job>> jobs, long jobId, boolean ended, Consumer<Job> seen) {
    return Uni.createFrom()
        .deferred(
            () ->
                new Rounds(jobs, jobId, seen, ended ? Duration.ZERO : config.initial())
                    .untilEnded());
  }

  /** One wait for one job, round after round: the stack and the memory stay those of one round. */
  private final class Rounds {
    private final LongFunction<Uni<Job>> jobs;
    private final long jobId;
    private final Consumer<Job> seen;
    private final Instant begun = time.now();
    private Duration wait;

    Rounds(LongFunction<Uni<Job>> jobs, long jobId, Consumer<Job> seen, Duration first) {
      this.jobs = jobs;
      this.jobId = jobId;
      this.seen = seen;
      this.wait = first;
    }

    Uni<Job> untilEnded() {
      return Multi.createBy()
          .repeating()
          .uni(this::round)
          .whilst(job -> !job.status().ended())
          .collect()
          .last();
    }

    private Uni<Job> round() {
      if (elapsed().plus(wait).compareTo(config.timeout()) > 0) {
        return Uni.createFrom().failure(timedOut(jobId));
      }
      Uni<Void> pause = wait.isZero() ? Uni.createFrom().voidItem() : time.sleep(wait);
      return pause
          .chain(() -> jobs.apply(jobId))
          .invoke(seen)
          .invoke(() -> wait = next(wait, elapsed()));
    }

    private Duration elapsed() {
      return Duration.between(begun, time.now());
    }
  }

  private Duration next(Duration wait, Duration elapsed) {
    Duration before = longer(wait, config.initial());
    Duration grown = Duration.ofMillis((long) (before.toMillis() * config.multiplier()));
    Duration most = longer(config.initial(), longer(SHORTEST, elapsed.dividedBy(SHARE)));
    return shorter(shorter(grown, most), config.max());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private SluiceException timedOut(long jobId) {
    return new SluiceException(
            ErrorCode.JOB_TIMEOUT,
            "Storage job %d did not end within %s; it may still do so: ask again, or raise sluice.poll.timeout"
                .formatted(jobId, config.timeout()))
        .with(new Upstream(Optional.of(jobId), Optional.empty(), Optional.empty()));
  }
}

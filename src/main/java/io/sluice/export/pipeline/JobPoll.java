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

/** Asks for a job, with longer and longer waits, until it has ended or the time is up. */
@ApplicationScoped
public class JobPoll {
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
   * @param seen hears each answer on the way
   */
  public Uni<Job> untilEnded(LongFunction<Uni<Job>> jobs, long jobId, Consumer<Job> seen) {
    return Uni.createFrom().deferred(() -> new Rounds(jobs, jobId, seen).untilEnded());
  }

  /** One wait for one job, round after round: the stack and the memory stay those of one round. */
  private final class Rounds {
    private final LongFunction<Uni<Job>> jobs;
    private final long jobId;
    private final Consumer<Job> seen;
    private final Instant deadline = time.now().plus(config.timeout());
    private Duration wait = Duration.ZERO;

    Rounds(LongFunction<Uni<Job>> jobs, long jobId, Consumer<Job> seen) {
      this.jobs = jobs;
      this.jobId = jobId;
      this.seen = seen;
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
      if (time.now().plus(wait).isAfter(deadline)) {
        return Uni.createFrom().failure(timedOut(jobId));
      }
      Uni<Void> pause = wait.isZero() ? Uni.createFrom().voidItem() : time.sleep(wait);
      wait = longer(wait);
      return pause.chain(() -> jobs.apply(jobId)).invoke(seen);
    }
  }

  private Duration longer(Duration wait) {
    if (wait.isZero()) {
      return config.initial();
    }
    Duration next = Duration.ofMillis((long) (wait.toMillis() * config.multiplier()));
    return next.compareTo(config.max()) < 0 ? next : config.max();
  }

  private SluiceException timedOut(long jobId) {
    return new SluiceException(
            ErrorCode.JOB_TIMEOUT,
            "Storage job %d did not end within %s; it may still do so: ask again, or raise sluice.poll.timeout"
                .formatted(jobId, config.timeout()))
        .with(new Upstream(Optional.of(jobId), Optional.empty(), Optional.empty()));
  }
}

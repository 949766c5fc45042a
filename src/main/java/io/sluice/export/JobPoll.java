package io.sluice.export;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.sluice.base.SluiceException.Upstream;
import io.sluice.base.Timekeeper;
import io.sluice.storage.Job;
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
    return Uni.createFrom()
        .deferred(
            () -> ask(jobs, jobId, seen, config.initial(), time.now().plus(config.timeout())));
  }

  private Uni<Job> ask(
      LongFunction<Uni<Job>> jobs,
      long jobId,
      Consumer<Job> seen,
      Duration wait,
      Instant deadline) {
    return jobs.apply(jobId)
        .invoke(seen)
        .chain(
            job ->
                job.status().ended()
                    ? Uni.createFrom().item(job)
                    : askLater(jobs, jobId, seen, wait, deadline));
  }

  private Uni<Job> askLater(
      LongFunction<Uni<Job>> jobs,
      long jobId,
      Consumer<Job> seen,
      Duration wait,
      Instant deadline) {
    if (time.now().plus(wait).isAfter(deadline)) {
      return Uni.createFrom().failure(timedOut(jobId));
    }
    return time.sleep(wait).chain(() -> ask(jobs, jobId, seen, longer(wait), deadline));
  }

  private Duration longer(Duration wait) {
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

package io.sluice.export.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Configured;
import io.sluice.base.ManualTimekeeper;
import io.sluice.base.SluiceException;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.sluice.storage.Job;
import io.sluice.storage.Job.Status;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobPollTest {
  private final ManualTimekeeper time = new ManualTimekeeper();
  private final Instant start = time.now();
  private final PollConfig config = Configured.with(PollConfig.class, Map.of());
  private final JobPoll poll = new JobPoll(config, time);

  @Test
  @Holds(Fact.ENDED_IN_ANSWER)
  void doesNotWaitForAJobThatHasEndedAlready() {
    // Given
    ScriptedJob scripted = new ScriptedJob(0);

    // When
    var job =
        poll.untilEnded(scripted::show, 7, seen -> {})
            .subscribe()
            .withSubscriber(UniAssertSubscriber.create());

    // Then
    assertThat(job.assertCompleted().getItem().status()).isEqualTo(Status.SUCCESS);
    assertThat(scripted.askedAfter).containsExactly(Duration.ZERO);
  }

  @Test
  @Holds(Fact.POLLING)
  void waitsLongerAndLongerUpToTheLongestWait() {
    // Given
    ScriptedJob scripted = new ScriptedJob(10);
    var job =
        poll.untilEnded(scripted::show, 7, seen -> {})
            .subscribe()
            .withSubscriber(UniAssertSubscriber.create());

    // When
    time.advance(Duration.ofMinutes(2));

    // Then
    job.assertCompleted();
    List<Long> waits = new ArrayList<>();
    for (int i = 1; i < scripted.askedAfter.size(); i++) {
      waits.add(scripted.askedAfter.get(i).minus(scripted.askedAfter.get(i - 1)).toMillis());
    }
    assertThat(waits).startsWith(500L, 750L, 1125L).isSorted().endsWith(10_000L);
  }

  @Test
  @Holds(Fact.POLLING)
  void givesUpWhenTheTimeIsUpAndNamesTheJobAndTheKey() {
    // Given
    ScriptedJob scripted = new ScriptedJob(Integer.MAX_VALUE);
    var job =
        poll.untilEnded(scripted::show, 7, seen -> {})
            .subscribe()
            .withSubscriber(UniAssertSubscriber.create());

    // When
    time.advance(Duration.ofHours(1));

    // Then
    job.assertFailedWith(SluiceException.class, "sluice.poll.timeout");
    assertThat(((SluiceException) job.getFailure()).upstream().jobId()).contains(7L);
    assertThat(time.waiting()).isZero();
  }

  @Test
  void pollsForHoursWithoutGrowing() {
    // Given
    PollConfig often =
        Configured.with(
            PollConfig.class, Map.of("sluice.poll.max", "1s", "sluice.poll.timeout", "24h"));
    ScriptedJob scripted = new ScriptedJob(80_000);
    var job =
        new JobPoll(often, time)
            .untilEnded(scripted::show, 7, seen -> {})
            .subscribe()
            .withSubscriber(UniAssertSubscriber.create());

    // When
    time.advance(Duration.ofHours(24));

    // Then
    job.assertCompleted();
    assertThat(scripted.askedAfter).hasSize(80_001);
  }

  @Test
  void stopsAskingWhenCancelled() {
    // Given
    ScriptedJob scripted = new ScriptedJob(Integer.MAX_VALUE);
    var job =
        poll.untilEnded(scripted::show, 7, seen -> {})
            .subscribe()
            .withSubscriber(UniAssertSubscriber.create());

    // When
    job.cancel();
    time.advance(Duration.ofMinutes(5));

    // Then
    assertThat(scripted.askedAfter).hasSize(1);
  }

  /** A job that needs so many polls. */
  private final class ScriptedJob {
    private final List<Duration> askedAfter = new ArrayList<>();
    private final int pollsNeeded;

    private ScriptedJob(int pollsNeeded) {
      this.pollsNeeded = pollsNeeded;
    }

    private Uni<Job> show(long id) {
      return Uni.createFrom()
          .item(
              () -> {
                askedAfter.add(Duration.between(start, time.now()));
                boolean done = askedAfter.size() > pollsNeeded;
                return new Job(
                    id,
                    done ? Status.SUCCESS : Status.PROCESSING,
                    done ? Optional.of(1L) : Optional.empty(),
                    false,
                    Optional.empty());
              });
    }
  }
}

package io.sluice.export.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Configured;
import io.sluice.base.FairPermits;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobPollTest {
  private static final Duration FOR_EVER = Duration.ofDays(365);

  private final ManualTimekeeper time = new ManualTimekeeper();
  private final Instant start = time.now();
  private final PollConfig config = Configured.with(PollConfig.class, Map.of());
  private final JobPoll poll = new JobPoll(config, time);

  @Test
  @Holds(Fact.ENDED_IN_ANSWER)
  void doesNotWaitForAJobThatHasEndedAlready() {
    // Given
    ScriptedJob scripted = new ScriptedJob(Duration.ZERO);

    // When
    var job =
        poll.untilEnded(scripted::show, 7, true, seen -> {})
            .subscribe()
            .withSubscriber(UniAssertSubscriber.create());

    // Then
    assertThat(job.assertCompleted().getItem().status()).isEqualTo(Status.SUCCESS);
    assertThat(scripted.askedAfter).containsExactly(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        1, 300, 499, 500, 501, 1_000, 1_499, 1_501, 5_000, 5_050, 10_001, 59_999, 61_000, 600_000,
        1_700_000
      })
  @Holds(Fact.POLLING)
  void seesAnEndWithinATenthOfTheJobsLengthOrASecondAndAsksOnceASecondAtMost(long millis) {
    // Given
    Duration length = Duration.ofMillis(millis);
    ScriptedJob scripted = new ScriptedJob(length);
    var job = await(scripted);

    // When
    time.advance(Duration.ofHours(1));

    // Then
    job.assertCompleted();
    Duration seen = scripted.askedAfter.get(scripted.askedAfter.size() - 1);
    assertThat(seen.minus(length))
        .isLessThanOrEqualTo(
            Duration.ofMillis(Math.max(1_000, Math.min(millis / 10, config.max().toMillis()))));
    assertThat(scripted.waits()).allMatch(wait -> wait >= 1_000).isSorted();
  }

  @Test
  void sixtyFourJobsOfFiveSecondsInSixteenPlacesAreSeenToEndInTwentyFive() {
    // Given
    FairPermits places = new FairPermits(16);
    List<Duration> ends = new ArrayList<>();
    for (int number = 0; number < 64; number++) {
      places
          .use("project", place -> untilEnded(new ScriptedJob(Duration.ofMillis(5_050))))
          .subscribe()
          .with(job -> ends.add(Duration.between(start, time.now())));
    }

    // When
    time.advance(Duration.ofSeconds(25));

    // Then
    assertThat(ends).hasSize(64);
  }

  @Test
  void waitsAsItIsTold() {
    // Given
    PollConfig told =
        Configured.with(
            PollConfig.class,
            Map.of(
                "sluice.poll.initial", "2s",
                "sluice.poll.multiplier", "1",
                "sluice.poll.max", "3s"));
    ScriptedJob scripted = new ScriptedJob(Duration.ofSeconds(9));
    new JobPoll(told, time)
        .untilEnded(scripted::show, 7, false, seen -> {})
        .subscribe()
        .with(job -> {});

    // When
    time.advance(Duration.ofMinutes(1));

    // Then
    assertThat(scripted.askedAfter)
        .extracting(Duration::toSeconds)
        .containsExactly(2L, 4L, 6L, 8L, 10L);
  }

  @Test
  @Holds(Fact.POLLING)
  void givesUpWhenTheTimeIsUpAndNamesTheJobAndTheKey() {
    // Given
    ScriptedJob scripted = new ScriptedJob(FOR_EVER);
    var job = await(scripted);

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
    ScriptedJob scripted = new ScriptedJob(Duration.ofSeconds(80_000));
    var job =
        new JobPoll(often, time)
            .untilEnded(scripted::show, 7, false, seen -> {})
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
    ScriptedJob scripted = new ScriptedJob(FOR_EVER);
    var job = await(scripted);

    // When
    job.cancel();
    time.advance(Duration.ofMinutes(5));

    // Then
    assertThat(scripted.askedAfter).isEmpty();
  }

  private UniAssertSubscriber<Job> await(ScriptedJob scripted) {
    return untilEnded(scripted).subscribe().withSubscriber(UniAssertSubscriber.create());
  }

  private Uni<Job> untilEnded(ScriptedJob scripted) {
    return poll.untilEnded(scripted::show, 7, false, seen -> {});
  }

  /** A job that lasts so long, from when it is made. */
  private final class ScriptedJob {
    private final List<Duration> askedAfter = new ArrayList<>();
    private final Instant begun = time.now();
    private final Duration length;

    private ScriptedJob(Duration length) {
      this.length = length;
    }

    private Uni<Job> show(long id) {
      return Uni.createFrom()
          .item(
              () -> {
                Duration age = Duration.between(begun, time.now());
                askedAfter.add(age);
                boolean done = age.compareTo(length) >= 0;
                return new Job(
                    id,
                    done ? Status.SUCCESS : Status.PROCESSING,
                    done ? Optional.of(1L) : Optional.empty(),
                    Optional.empty());
              });
    }

    private List<Long> waits() {
      return IntStream.range(1, askedAfter.size())
          .mapToObj(i -> askedAfter.get(i).minus(askedAfter.get(i - 1)).toMillis())
          .toList();
    }
  }
}

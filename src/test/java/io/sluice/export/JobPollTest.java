package io.sluice.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.sluice.base.ManualTimekeeper;
import io.sluice.base.SluiceException;
import io.sluice.fact.Fact;
import io.sluice.fact.Holds;
import io.sluice.storage.ExportOptions;
import io.sluice.storage.FileDetail;
import io.sluice.storage.Job;
import io.sluice.storage.Job.Status;
import io.sluice.storage.Manifest;
import io.sluice.storage.StorageApi;
import io.sluice.storage.Table;
import io.sluice.storage.TableId;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class JobPollTest {
  private final ManualTimekeeper time = new ManualTimekeeper();
  private final Instant start = time.now();
  private final PollConfig config =
      new SmallRyeConfigBuilder()
          .withMapping(PollConfig.class)
          .withConverter(Duration.class, 100, new DurationConverter())
          .build()
          .getConfigMapping(PollConfig.class);
  private final JobPoll poll = new JobPoll(config, time);

  @Test
  @Holds(Fact.ENDED_IN_ANSWER)
  void doesNotWaitForAJobThatHasEndedAlready() {
    // Given
    ScriptedApi api = new ScriptedApi(0);

    // When
    var job =
        poll.untilEnded(api, 7, seen -> {})
            .subscribe()
            .withSubscriber(UniAssertSubscriber.create());

    // Then
    assertThat(job.assertCompleted().getItem().status()).isEqualTo(Status.SUCCESS);
    assertThat(api.askedAfter).containsExactly(Duration.ZERO);
  }

  @Test
  @Holds(Fact.POLLING)
  void waitsLongerAndLongerUpToTheLongestWait() {
    // Given
    ScriptedApi api = new ScriptedApi(10);
    var job =
        poll.untilEnded(api, 7, seen -> {})
            .subscribe()
            .withSubscriber(UniAssertSubscriber.create());

    // When
    time.advance(Duration.ofMinutes(2));

    // Then
    job.assertCompleted();
    List<Long> waits = new ArrayList<>();
    for (int i = 1; i < api.askedAfter.size(); i++) {
      waits.add(api.askedAfter.get(i).minus(api.askedAfter.get(i - 1)).toMillis());
    }
    assertThat(waits).startsWith(500L, 750L, 1125L).isSorted().endsWith(10_000L);
  }

  @Test
  @Holds(Fact.POLLING)
  void givesUpWhenTheTimeIsUpAndNamesTheJobAndTheKey() {
    // Given
    ScriptedApi api = new ScriptedApi(Integer.MAX_VALUE);
    var job =
        poll.untilEnded(api, 7, seen -> {})
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
  void stopsAskingWhenCancelled() {
    // Given
    ScriptedApi api = new ScriptedApi(Integer.MAX_VALUE);
    var job =
        poll.untilEnded(api, 7, seen -> {})
            .subscribe()
            .withSubscriber(UniAssertSubscriber.create());

    // When
    job.cancel();
    time.advance(Duration.ofMinutes(5));

    // Then
    assertThat(api.askedAfter).hasSize(1);
  }

  /** A Storage API whose job needs so many polls. */
  private final class ScriptedApi implements StorageApi {
    private final List<Duration> askedAfter = new ArrayList<>();
    private final int pollsNeeded;

    private ScriptedApi(int pollsNeeded) {
      this.pollsNeeded = pollsNeeded;
    }

    @Override
    public Uni<Job> job(long id) {
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

    @Override
    public String connection() {
      return "scripted";
    }

    @Override
    public StorageApi withRunId(String runId) {
      return this;
    }

    @Override
    public <T> Uni<T> inJobPlace(Supplier<Uni<T>> fromStartToEnd) {
      return fromStartToEnd.get();
    }

    @Override
    public Uni<Job> export(TableId table, OptionalLong branch, ExportOptions options) {
      throw new AssertionError("polling starts no export");
    }

    @Override
    public Uni<FileDetail> file(long id, OptionalLong branch) {
      throw new AssertionError("polling reads no file");
    }

    @Override
    public Uni<Manifest> manifest(FileDetail file) {
      throw new AssertionError("polling reads no manifest");
    }

    @Override
    public Uni<Table> table(TableId table, OptionalLong branch) {
      throw new AssertionError("polling reads no table");
    }

    @Override
    public Uni<Project> project() {
      throw new AssertionError("polling verifies no token");
    }

    @Override
    public Uni<List<Bucket>> buckets() {
      throw new AssertionError("polling lists no buckets");
    }

    @Override
    public Uni<List<Table>> tables(Optional<String> bucketId) {
      throw new AssertionError("polling lists no tables");
    }
  }
}

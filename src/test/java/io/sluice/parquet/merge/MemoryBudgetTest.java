package io.sluice.parquet.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.base.SluiceException;
import io.sluice.parquet.Duck;
import io.sluice.parquet.MergeRequest.Mode;
import io.sluice.parquet.MergeRequest.Types;
import io.sluice.parquet.Merging;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryBudgetTest {
  private static final long LIMIT = 100;

  @TempDir Path directory;
  private final Cancellation cancellation = new Cancellation();
  private final AtomicLong taken = new AtomicLong();
  private final MemoryBudget budget = new MemoryBudget(LIMIT, taken::get);
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void noThreadStays() throws InterruptedException {
    cancellation.cancel();
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    }
  }

  private CompletableFuture<MemoryBudget.Share> admitted(long bytes) {
    CompletableFuture<MemoryBudget.Share> share = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                share.complete(budget.admit(bytes, cancellation));
              } catch (SluiceException e) {
                share.completeExceptionally(e);
              }
            });
    threads.add(thread);
    thread.start();
    await().until(() -> share.isDone() || thread.getState() == Thread.State.TIMED_WAITING);
    return share;
  }

  @Test
  void theSecondWaitsUntilItsShareIsFree() {
    // Given
    MemoryBudget.Share first = budget.admit(60, cancellation);
    CompletableFuture<MemoryBudget.Share> second = admitted(60);
    boolean waited = !second.isDone();

    // When
    first.close();

    // Then
    assertThat(waited).isTrue();
    assertThat(second).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void whoCameFirstGoesFirstEvenWhereItNeedsMore() {
    // Given
    MemoryBudget.Share first = budget.admit(60, cancellation);
    CompletableFuture<MemoryBudget.Share> large = admitted(1000);
    CompletableFuture<MemoryBudget.Share> small = admitted(10);
    boolean passedBy = small.isDone();

    // When
    first.close();

    // Then
    assertThat(passedBy).isFalse();
    assertThat(large).succeedsWithin(Duration.ofSeconds(10));
    assertThat(small).isNotDone();
  }

  @Test
  void cancellingEndsTheWait() {
    // Given
    budget.admit(LIMIT, cancellation);
    CompletableFuture<MemoryBudget.Share> second = admitted(1);

    // When
    cancellation.cancel();

    // Then
    assertThatThrownBy(() -> second.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(SluiceException.class);
  }

  @Test
  void aReaderIsHeldForATimeWhileTooMuchIsTaken() {
    // Given
    taken.set(LIMIT + 1);
    Thread reader = new Thread(budget::hold);
    threads.add(reader);

    // When
    reader.start();

    // Then
    await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);
    await().until(() -> !reader.isAlive());
  }

  @Test
  void rewritesThatDoNotFitTogetherRunOneAfterTheOther() throws Exception {
    // Given
    LocalParquetMerge merge =
        new LocalParquetMerge(
            Merging.config(
                Map.of("sluice.merge.memory-limit", "300M", "sluice.merge.parallel", "3")));
    List<String> rows = new CopyOnWriteArrayList<>();
    List<Merging> mergings = new ArrayList<>();
    try (Duck duck = new Duck()) {
      for (String name : List.of("a", "b", "c")) {
        Path own = Files.createDirectory(directory.resolve(name));
        String query = "SELECT i AS id, md5(CAST(i AS VARCHAR)) AS text FROM range(300000) r(i)";
        mergings.add(
            new Merging(own)
                .parquet(duck.parquet(own.resolve("slice.parquet"), query))
                .types(Types.SOURCE)
                .mode(Mode.REWRITE)
                .listener(count -> rows.add(name)));
      }
    }

    // When
    CompletableFuture.allOf(
            mergings.stream()
                .map(merging -> merge.merge(merging.request()).subscribeAsCompletionStage())
                .toArray(CompletableFuture<?>[]::new))
        .get(60, TimeUnit.SECONDS);

    // Then
    assertThat(rows).hasSizeGreaterThan(9);
    assertThat(turns(rows)).hasSize(3);
  }

  /** The names with their immediate repeats left out. */
  private static List<String> turns(List<String> names) {
    return IntStream.range(0, names.size())
        .filter(i -> i == 0 || !names.get(i).equals(names.get(i - 1)))
        .mapToObj(names::get)
        .toList();
  }
}

package io.sluice.storage.lookup;

import io.sluice.base.BlockingExecutor;
import io.sluice.base.SluiceException;
import io.sluice.base.Timekeeper;
import io.sluice.storage.wire.StorageConfig;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Answers that were given lately, and those that are under way: equal questions are asked once. A
 * question goes on when the one who asked it has gone, so that the next who asks finds its answer.
 * One for all connections. Any thread may call.
 */
public final class AnswerCache {
  /** What asking again at once does not mend is given again for so long. */
  private static final Duration KEPT_REFUSAL = Duration.ofSeconds(1);

  /** What is asked of whom. */
  record Question(String connection, List<Object> about) {}

  private record Weighed<T>(T value, long weight) {}

  private record Kept(CompletableFuture<?> answer, long weight, long until) {}

  private final StorageConfig.Lookup config;
  private final Timekeeper timekeeper;
  private final Map<Question, CompletableFuture<?>> underWay = new HashMap<>();
  private final Map<Question, Kept> kept = new LinkedHashMap<>();
  private long bytes;

  public AnswerCache(StorageConfig.Lookup config, Timekeeper timekeeper) {
    this.config = config;
    this.timekeeper = timekeeper;
  }

  /**
   * The answer, asked for where it is neither kept nor under way. Cancelling ends the wait for it
   * and nothing else. Comes on the subscriber's Vert.x context.
   *
   * @param weight the answer's bytes of heap
   */
  <T> Uni<T> get(Question question, Supplier<Uni<T>> ask, ToLongFunction<T> weight) {
    return Uni.createFrom()
        .deferred(
            () ->
                Uni.createFrom()
                    .completionStage(answer(question, ask, weight).copy())
                    .emitOn(BlockingExecutor.callersContext()));
  }

  private <T> CompletableFuture<T> answer(
      Question question, Supplier<Uni<T>> ask, ToLongFunction<T> weight) {
    CompletableFuture<T> mine = new CompletableFuture<>();
    synchronized (this) {
      forgetOld();
      Kept known = kept.get(question);
      CompletableFuture<?> there = known == null ? underWay.get(question) : known.answer();
      if (there != null) {
        return same(there);
      }
      underWay.put(question, mine);
    }
    Uni.createFrom()
        .deferred(() -> ask.get())
        // A failure here is the answer too: nothing may leave the question under way for ever.
        .map(answer -> new Weighed<>(answer, weight.applyAsLong(answer)))
        .subscribe()
        .with(
            answer -> {
              CompletableFuture<T> kept = CompletableFuture.completedFuture(answer.value());
              settle(question, kept, answer.weight(), config.keep());
              mine.complete(answer.value());
            },
            failure -> {
              settle(question, CompletableFuture.failedFuture(failure), 0, keep(failure));
              mine.completeExceptionally(failure);
            });
    return mine;
  }

  /** An equal question has an answer of the same type. */
  @SuppressWarnings("unchecked")
  private static <T> CompletableFuture<T> same(CompletableFuture<?> answer) {
    return (CompletableFuture<T>) answer;
  }

  private Duration keep(Throwable failure) {
    boolean refusal = failure instanceof SluiceException known && !known.code().retryable();
    return refusal && config.keep().compareTo(KEPT_REFUSAL) > 0 ? KEPT_REFUSAL : Duration.ZERO;
  }

  private synchronized void settle(
      Question question, CompletableFuture<?> answer, long weight, Duration keep) {
    underWay.remove(question);
    if (keep.isZero() || weight > config.keptBytes().asLongValue()) {
      return;
    }
    kept.put(question, new Kept(answer, weight, timekeeper.nanoTime() + keep.toNanos()));
    bytes += weight;
    Iterator<Kept> eldest = kept.values().iterator();
    while (kept.size() > config.keptAnswers() || bytes > config.keptBytes().asLongValue()) {
      bytes -= eldest.next().weight();
      eldest.remove();
    }
  }

  private void forgetOld() {
    long now = timekeeper.nanoTime();
    for (Iterator<Kept> all = kept.values().iterator(); all.hasNext(); ) {
      Kept answer = all.next();
      if (now - answer.until() >= 0) {
        bytes -= answer.weight();
        all.remove();
      }
    }
  }
}

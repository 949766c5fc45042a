package io.sluice.export.accept;

import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Steps of one key, each begun when the one before has ended, whatever came of that. What is begun
 * goes to its end, whether or not somebody still waits. Safe from any thread.
 */
final class OneAfterTheOther {
  private final Map<String, Uni<?>> last = new ConcurrentHashMap<>();

  <T> Uni<T> next(String key, Supplier<Uni<T>> step) {
    return Uni.createFrom()
        .deferred(
            () -> {
              AtomicReference<Uni<T>> mine = new AtomicReference<>();
              last.compute(key, (same, before) -> mine.updateAndGet(none -> after(before, step)));
              return mine.get().onTermination().invoke(() -> last.remove(key, mine.get()));
            })
        .memoize()
        .indefinitely();
  }

  private static <T> Uni<T> after(Uni<?> before, Supplier<Uni<T>> step) {
    Uni<?> ended = before == null ? Uni.createFrom().voidItem() : before;
    return ended
        .onItemOrFailure()
        .transformToUni((done, failure) -> step.get())
        .memoize()
        .indefinitely();
  }
}

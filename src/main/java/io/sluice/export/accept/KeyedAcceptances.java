package io.sluice.export.accept;

import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One acceptance at a time for each idempotency key. It ends by itself: a caller who leaves may
 * come back with the key before that. Safe from any thread.
 */
final class KeyedAcceptances<T> {
  private final Map<String, Uni<T>> underWay = new ConcurrentHashMap<>();

  /**
   * The outcome of the first, or what is made of it for one who came while it was under way.
   *
   * @param first begins it
   * @param again told what the first came to
   */
  Uni<T> once(String key, Supplier<Uni<T>> first, Function<T, Uni<T>> again) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Uni<T> mine =
                  first
                      .get()
                      .onTermination()
                      .invoke(() -> underWay.remove(key))
                      .memoize()
                      .indefinitely();
              Uni<T> theirs = underWay.putIfAbsent(key, mine);
              return theirs == null ? mine : theirs.chain(again::apply);
            });
  }
}

package io.sluice.api.event;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.runtime.StartupEvent;
import io.sluice.api.request.RequestLimitsConfig;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How many streams are open and requests wait for an end, in all and for each client address. Both
 * hold a connection and hear of each change, so that one limit is for both. Safe from any thread.
 */
@ApplicationScoped
public class StreamLimiter {
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final RequestLimitsConfig limits;
  private final Map<String, Integer> clients = new HashMap<>();
  private int all;

  public StreamLimiter(RequestLimitsConfig limits) {
    this.limits = limits;
  }

  void show(@Observes StartupEvent started) {
    Gauge.builder("sluice.watchers", this::count)
        .description("Event streams that are open and requests that wait for an end")
        .register(Metrics.globalRegistry);
  }

  /** Counts one more; {@code too-many-watchers} where the limits are reached. */
  public synchronized void enter(String client) {
    int theirs = clients.getOrDefault(client, 0);
    if (theirs >= limits.watchersPerClient()) {
      throw tooMany(
          theirs + " event streams and waiting requests are open from " + client, "-per-client");
    }
    if (all >= limits.watchers()) {
      throw tooMany(all + " event streams and waiting requests are open", "");
    }
    clients.put(client, theirs + 1);
    all++;
  }

  /** Counts one more while the work is under way; {@code too-many-watchers} before it is begun. */
  public <T> Uni<T> during(String client, Supplier<Uni<T>> work) {
    return Uni.createFrom()
        .deferred(
            () -> {
              enter(client);
              Uni<T> begun = Uni.createFrom().deferred(work::get);
              return begun.onTermination().invoke(() -> leave(client));
            });
  }

  /** Counts one less. */
  public synchronized void leave(String client) {
    clients.computeIfPresent(client, (address, count) -> count == 1 ? null : count - 1);
    all--;
  }

  public synchronized int count() {
    return all;
  }

  private static SluiceException tooMany(String what, String key) {
    return new SluiceException(
            ErrorCode.TOO_MANY_WATCHERS,
            what
                + ", the most that sluice.limits.watchers"
                + key
                + " allows; close some, ask without Prefer: wait, or watch all with one stream of"
                + " /v1/events")
        .retryAfter(RETRY);
  }
}

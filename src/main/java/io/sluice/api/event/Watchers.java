package io.sluice.api.event;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.runtime.StartupEvent;
import io.sluice.api.request.Limits;
import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How many streams are open, in all and for each client address. Safe from any thread. */
@ApplicationScoped
public class Watchers {
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final Limits limits;
  private final Map<String, Integer> clients = new HashMap<>();
  private int all;

  public Watchers(Limits limits) {
    this.limits = limits;
  }

  void show(@Observes StartupEvent started) {
    Gauge.builder("sluice.event.streams", this::count)
        .description("Event streams that are open")
        .register(Metrics.globalRegistry);
  }

  /** Counts one more; {@code too-many-watchers} where the limits are reached. */
  public synchronized void enter(String client) {
    int theirs = clients.getOrDefault(client, 0);
    if (theirs >= limits.watchersPerClient()) {
      throw tooMany(
          theirs + " event streams are open from " + client + ", the most that", "-per-client");
    }
    if (all >= limits.watchers()) {
      throw tooMany(all + " event streams are open, the most that", "");
    }
    clients.put(client, theirs + 1);
    all++;
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
                + " sluice.limits.watchers"
                + key
                + " allows; close some, or watch them all with one stream of /v1/events")
        .retryAfter(RETRY);
  }
}

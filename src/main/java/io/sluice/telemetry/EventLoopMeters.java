package io.sluice.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.quarkus.netty.MainEventLoopGroup;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How late each event loop is: a task asks every half second how long after its time it ran. */
@ApplicationScoped
public class EventLoopMeters {
  private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(500);

  private final EventLoopGroup loops;
  private final Timer lag;
  private final List<ScheduledFuture<?>> probes = new ArrayList<>();

  public EventLoopMeters(@MainEventLoopGroup EventLoopGroup loops, MeterRegistry registry) {
    this.loops = loops;
    this.lag =
        Timer.builder("sluice.event.loop.lag")
            .description("How long work waits for an event loop")
            .register(registry);
  }

  void watch(@Observes StartupEvent started) {
    for (EventExecutor loop : loops) {
      AtomicLong due = new AtomicLong(System.nanoTime() + PERIOD);
      probes.add(
          loop.scheduleWithFixedDelay(() -> probe(due), PERIOD, PERIOD, TimeUnit.NANOSECONDS));
    }
  }

  void leave(@Observes ShutdownEvent leaving) {
    probes.forEach(probe -> probe.cancel(false));
  }

  private void probe(AtomicLong due) {
    long now = System.nanoTime();
    lag.record(Math.max(0, now - due.get()), TimeUnit.NANOSECONDS);
    due.set(now + PERIOD);
  }
}

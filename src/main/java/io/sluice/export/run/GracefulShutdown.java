package io.sluice.export.run;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.sluice.base.ShutdownConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * What happens on SIGTERM, while HTTP still answers: nothing new is taken, and all work is ended
 * where it is. The rooms then wait for their threads. Should one of them hang, such as in native
 * code, the process is halted when the grace is over: it survives a kill at any moment.
 */
@ApplicationScoped
public class GracefulShutdown {
  private static final Logger LOG = Logger.getLogger(GracefulShutdown.class);
  private static final int TERMINATED = 128 + 15;

  private final ExportRunner runs;
  private final ShutdownConfig config;
  private final LaunchMode mode;

  public GracefulShutdown(ExportRunner runs, ShutdownConfig config, LaunchMode mode) {
    this.runs = runs;
    this.config = config;
    this.mode = mode;
  }

  void leave(@Observes ShutdownDelayInitiatedEvent event) {
    LOG.infof(
        "Leaving: running=%d waiting=%d go on at the next start", runs.running(), runs.waiting());
    runs.leave();
    if (mode == LaunchMode.NORMAL) {
      haltAfter(config.grace());
    }
  }

  private static void haltAfter(Duration grace) {
    Thread watchdog = new Thread(() -> halt(grace), "sluice-grace");
    watchdog.setDaemon(true);
    watchdog.start();
  }

  private static void halt(Duration grace) {
    try {
      Thread.sleep(grace.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LOG.warnf("Something did not end within sluice.shutdown.grace=%s: halting", grace);
    Runtime.getRuntime().halt(TERMINATED);
  }
}

package io.sluice.health;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sluice.base.BlockingExecutor;
import io.sluice.base.Directories;
import io.sluice.base.Timekeeper;
import io.sluice.health.WatchedDirectory.Space;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not while a disk has little space left or does not answer. Both are looked at every few seconds
 * on threads of their own, for one of them may hang.
 */
@Readiness
@ApplicationScoped
public class DiskReadiness implements ReadinessCheck {
  private static final Duration PERIOD = Duration.ofSeconds(5);

  private final List<WatchedDirectory> directories;
  private final Timekeeper time;
  private final BlockingExecutor lookers = new BlockingExecutor("disk-space", 2, 2);
  private Cancellable looks = () -> {};

  @Inject
  public DiskReadiness(Directories directories, ReadinessConfig config, Timekeeper time) {
    this(directories, config, time, path -> Files.getFileStore(path).getUsableSpace());
  }

  DiskReadiness(Directories directories, ReadinessConfig config, Timekeeper time, Space space) {
    this.time = time;
    this.directories =
        List.of(
            watched("data", directories.data(), space, config, time),
            watched("work", directories.work(), space, config, time));
  }

  private static WatchedDirectory watched(
      String name, Path path, Space space, ReadinessConfig config, Timekeeper time) {
    long needed = config.freeSpace().asLongValue();
    return new WatchedDirectory(name, path, space, new LowWater(needed, needed + needed / 4), time);
  }

  /** The first look is taken before anybody can ask. */
  void begin(@Observes StartupEvent started) {
    look(Runnable::run);
    looks = time.every(PERIOD, () -> look(lookers::execute));
  }

  private void look(Executor beside) {
    directories.forEach(directory -> directory.look(beside));
  }

  @Override
  public HealthCheckResponse now() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("disk").up();
    directories.forEach(directory -> directory.tell(answer));
    return answer.build();
  }

  void leave(@Observes ShutdownEvent event) {
    looks.cancel();
    lookers.close();
  }
}

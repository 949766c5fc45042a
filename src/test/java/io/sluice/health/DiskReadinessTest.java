package io.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sluice.Configured;
import io.sluice.base.Directories;
import io.sluice.base.ManualTimekeeper;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskReadinessTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration A_LOOK = Duration.ofSeconds(5);
  private static final long MIB = 1 << 20;

  @TempDir Path folder;
  private final ManualTimekeeper time = new ManualTimekeeper();
  private final Map<Path, Long> free = new ConcurrentHashMap<>();
  private final CountDownLatch hangs = new CountDownLatch(1);
  private Directories directories;
  private DiskReadiness check;

  @BeforeEach
  void open() {
    directories = new Directories(folder.resolve("data"), folder.resolve("work"));
    free.put(directories.data(), 1000 * MIB);
    free.put(directories.work(), 1000 * MIB);
    check =
        new DiskReadiness(
            directories,
            Configured.with(ReadinessConfig.class, Map.of("sluice.readiness.free-space", "100M")),
            time,
            this::space);
  }

  @AfterEach
  void close() {
    hangs.countDown();
    check.leave(new ShutdownEvent());
    directories.close();
  }

  /** The disk, as the test wants it. */
  private long space(Path directory) throws IOException {
    long bytes = free.getOrDefault(directory, -1L);
    if (bytes < 0) {
      throw new NoSuchFileException(directory.toString());
    }
    if (bytes == 0) {
      uninterruptibly(hangs);
    }
    return bytes;
  }

  private static void uninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void isNotReadyBeforeTheFirstLook() {
    assertThat(check.now().getStatus()).isEqualTo(Status.DOWN);
    assertThat(data()).containsEntry("data.reason", "has not been looked at yet");
  }

  @Test
  void aFullDiskIsToldWithWhatIsMissingUntilThereIsAQuarterMore() {
    // Given
    check.begin(new StartupEvent());
    assertThat(check.now().getStatus()).isEqualTo(Status.UP);

    // When the work directory's disk fills up
    becomes(directories.work(), 99 * MIB, Status.DOWN);

    // Then
    assertThat(data())
        .containsEntry("work.path", directories.work().toString())
        .containsEntry("work.reason", "too little space is free")
        .containsEntry("work.freeBytes", 99 * MIB)
        .containsEntry("work.neededBytes", 125 * MIB)
        .doesNotContainKey("data.reason")
        .containsEntry("data.neededBytes", 100 * MIB);

    // When a little is freed, then a little more
    look(directories.work(), 124 * MIB);
    assertThat(check.now().getStatus()).isEqualTo(Status.DOWN);
    becomes(directories.work(), 125 * MIB, Status.UP);

    // Then it does not flap
    look(directories.work(), 101 * MIB);
    assertThat(check.now().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void aDirectoryThatIsGoneIsToldUntilItIsBack() {
    // Given
    check.begin(new StartupEvent());

    // Then
    becomes(directories.data(), -1, Status.DOWN);
    assertThat(data().get("data.reason").toString()).startsWith("cannot be looked at: ");
    becomes(directories.data(), 1000 * MIB, Status.UP);
  }

  @Test
  void aDiskThatHangsIsToldAndHoldsUpNobody() {
    // Given
    check.begin(new StartupEvent());
    free.put(directories.data(), 0L);

    // When
    for (int looks = 0; looks < 7; looks++) {
      time.advance(A_LOOK);
    }
    time.advance(Duration.ofSeconds(1));

    // Then
    assertThat(check.now().getStatus()).isEqualTo(Status.DOWN);
    assertThat(data().get("data.reason").toString()).startsWith("the disk has not answered since");
    await().atMost(SOON).untilAsserted(() -> assertThat(data()).doesNotContainKey("work.reason"));

    // When it answers again
    free.put(directories.data(), 1000 * MIB);
    hangs.countDown();

    // Then
    await()
        .atMost(SOON)
        .until(
            () -> {
              time.advance(A_LOOK);
              return check.now().getStatus() == Status.UP;
            });
  }

  private Map<String, Object> data() {
    return check.now().getData().orElseThrow();
  }

  private void becomes(Path directory, long bytes, Status status) {
    free.put(directory, bytes);
    time.advance(A_LOOK);
    await().atMost(SOON).until(() -> check.now().getStatus() == status);
  }

  private void look(Path directory, long bytes) {
    free.put(directory, bytes);
    time.advance(A_LOOK);
    await().atMost(SOON).until(() -> data().containsValue(bytes));
  }
}

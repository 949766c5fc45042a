package io.sluice.store.file;

import static io.sluice.store.SampleRows.alone;
import static io.sluice.store.SampleRows.inserted;
import static io.sluice.store.SampleRows.labels;
import static io.sluice.store.SampleRows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import io.sluice.base.DurableFiles;
import io.sluice.base.ManualTimekeeper;
import io.sluice.base.SluiceException;
import io.sluice.store.StoreHealth.Trouble;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFilesTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path folder;
  private final ManualTimekeeper time = new ManualTimekeeper();
  private final Moody disk = new Moody();
  private StoreDirectory kept;
  private WatchedFiles files;
  private FileStore store;

  @BeforeEach
  void open() {
    kept = new StoreDirectory(folder);
    files = new WatchedFiles(disk, kept.exports(), time);
    store = kept.start(files);
  }

  @AfterEach
  void close() {
    disk.hang.complete(null);
    files.leave(new ShutdownEvent());
    kept.close();
  }

  @Test
  void aStoreThatWritesHasNoTrouble() {
    inserted(store, row(labels("queued")));

    assertThat(files.trouble()).isEmpty();
    assertThat(time.waiting()).isZero();
  }

  @Test
  void aFailedWriteIsToldUntilALookFindsThatWritingGoesAgain() {
    // Given
    Instant failedAt = time.now();
    failToInsert("No space left on device");
    assertThat(files.trouble().map(Trouble::since)).contains(failedAt);
    assertThat(files.trouble().orElseThrow().reason())
        .contains(kept.exports().toString(), "has no space left; free some");

    // When it still fails at the next look, which nobody else asked for
    int before = disk.refused.get();
    time.advance(WatchedFiles.PERIOD);
    await().atMost(SOON).until(() -> disk.refused.get() > before && time.waiting() == 1);

    // Then
    assertThat(files.trouble().map(Trouble::since)).contains(failedAt);

    // When the disk is well again
    disk.refusal = Optional.empty();
    time.advance(WatchedFiles.PERIOD);

    // Then
    await().atMost(SOON).until(() -> files.trouble().isEmpty());
    assertThat(kept.exports()).isEmptyDirectory();
    await().atMost(SOON).until(() -> time.waiting() == 0);
  }

  @Test
  void oneGoodWriteAmongBadOnesEndsNothing() {
    // Given
    failToInsert("Input/output error");
    disk.refusal = Optional.empty();

    // When
    inserted(store, row(labels("queued")));

    // Then
    assertThat(files.trouble()).isPresent();

    // When none has failed for a while
    time.advance(WatchedFiles.PERIOD);

    // Then
    await().atMost(SOON).until(() -> files.trouble().isEmpty());
  }

  @Test
  void aGoodWriteSomeTimeAfterTheLastBadOneEndsTheTrouble() {
    // Given
    failToInsert("Input/output error");
    int before = disk.refused.get();
    time.advance(WatchedFiles.PERIOD.minusMillis(1));
    assertThat(disk.refused).hasValue(before);
    disk.refusal = Optional.empty();
    disk.hangs = "probe";
    time.advance(Duration.ofMillis(1));

    // When
    inserted(store, row(labels("queued")));

    // Then
    assertThat(files.trouble()).isEmpty();
  }

  @Test
  void aWriteThatDoesNotEndIsTrouble() {
    // Given
    disk.hangs = "export.json";
    CompletableFuture<?> write =
        store.insert(List.of(alone(row(labels("queued"))))).subscribeAsCompletionStage();
    await().atMost(SOON).until(() -> disk.hanging);
    assertThat(files.trouble()).isEmpty();

    // When
    time.advance(WatchedFiles.LONGEST_STEP.plusMillis(1));

    // Then
    assertThat(files.trouble().orElseThrow().reason()).contains("has not ended a write of", "30 s");
    disk.hang.complete(null);
    assertThat(write).succeedsWithin(SOON);
    assertThat(files.trouble()).isEmpty();
  }

  @Test
  void whatADeathLeavesOfALookIsGoneAfterTheNextStart() throws IOException {
    // Given
    failToInsert("No space left on device");
    disk.refusal = Optional.empty();
    disk.hangs = "probe";
    time.advance(WatchedFiles.PERIOD);
    await().atMost(SOON).until(() -> disk.hanging);
    Files.createDirectories(kept.exports().resolve("probe"));
    Files.writeString(kept.exports().resolve("probe/export.json.tmp"), "half");
    store.close();

    // When
    kept.start();

    // Then
    assertThat(kept.exports().resolve("probe")).doesNotExist();
    assertThat(kept.setAside()).doesNotExist();
  }

  private void failToInsert(String reason) {
    disk.refusal = Optional.of(reason);
    assertThatThrownBy(() -> inserted(store, row(labels("queued"))))
        .isInstanceOf(SluiceException.class);
  }

  /** The real disk while it is in the mood. */
  private static final class Moody implements DurableFiles {
    private final DurableFiles real = DurableFiles.real();
    private final AtomicInteger refused = new AtomicInteger();
    private final CompletableFuture<Void> hang = new CompletableFuture<>();
    private volatile Optional<String> refusal = Optional.empty();
    private volatile String hangs = "nothing";
    private volatile boolean hanging;

    @Override
    public void write(Path file, byte[] bytes) throws IOException {
      if (file.toString().contains(hangs)) {
        hanging = true;
        hang.join();
      }
      if (refusal.isPresent()) {
        refused.incrementAndGet();
        throw new FileSystemException(file.toString(), null, refusal.get());
      }
      real.write(file, bytes);
    }

    @Override
    public void copy(Path from, Path to) throws IOException {
      real.copy(from, to);
    }

    @Override
    public void sync(Path path) throws IOException {
      real.sync(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      real.rename(from, to);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
      real.createDirectory(directory);
    }

    @Override
    public void delete(Path path) throws IOException {
      real.delete(path);
    }
  }
}
